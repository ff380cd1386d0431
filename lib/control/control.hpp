#pragma once

/// The local API: what the game, its scripts and a person may ask of the running agent, over a unix socket.
///   snapshot.hpp  what there is to see, as plain data, and its JSON
///   agent.hpp     the seam: what the API can make the agent do
///   api.hpp       request -> response: routes, who may change what, errors. No sockets
///   problem.hpp   errors as problem details (RFC 9457)
///   client.hpp    the other side: what the command line uses
