#pragma once

/// The platform on one machine: its HTTP API, and a runtime that really starts, signals and kills each
/// deployment's process as the platform's containers would. Reads and writes its own JSON and shares no type
/// with lib/edgegap: a mistake in a shared type would cancel itself out.
///   deployment_status.hpp     the nine statuses and how they are written
///   catalogue.hpp             what can be deployed, read from config/emulator.json
///   deployment.hpp            one deployment: identity, times, ports, container, history
///   deployment_store.hpp      all of them, bounded
///   platform.hpp              what happens to them: the walk to READY, stops, the lifetime
///   containers.hpp            the seam to whatever runs a deployment
///   process_containers.hpp    the real one, over process::process_host: grace, SIGKILL, restart policies
///   deployment_processes.hpp  which processes belong to a deployment
///   injected_environment.hpp  the variables that the platform gives to a deployment
///   api.hpp                   request -> response, without sockets; api_*.cpp hold the routes
///   deploy_request.hpp        the body of POST /v2/deployments, validated
///   views.hpp                 deployments as the JSON that the API gives
///   faults.hpp                answers that are made to fail
///   fields.hpp                strict reading of JSON, each problem with its JSON pointer
///   random_hex.hpp            identifiers and tokens
///   free_ports.hpp            ports for deployments whose version leaves the choice to the platform
