#pragma once

/// The local API: what the game, its scripts and a person may ask of the running agent, over a unix socket.
///   snapshot.hpp         what there is to see, as plain data, and its JSON
///   why.hpp              what keeps the deployment up, what would end it, and when
///   deployment_view.hpp  what was injected and what the platform says; the settings in force
///   agent.hpp            the seam: what the API can make the agent do
///   api.hpp              request -> response: all routes, who may change what, waiting. No sockets
///   routes.hpp           what stands behind each: route_changes.cpp, route_looks.cpp
///   arguments.hpp        a request's body and query, checked
///   event_messages.hpp   the events as an answer that goes on
///   metrics_page.hpp     Prometheus' page
///   problem.hpp          errors as problem details (RFC 9457)
///   client.hpp           the other side: what the command line uses
