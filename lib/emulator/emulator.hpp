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
///   no_containers.hpp         one that runs nothing, for load
///   deployment_processes.hpp  which processes belong to a deployment
///   process_look.hpp          one walk through the processes, for any number of deployments
///   allowed_hosts.hpp         by which names it may be called, so that no page of the web can
///   injected_environment.hpp  the variables that the platform gives to a deployment
///   api.hpp                   request -> response, without sockets; api_*.cpp hold the routes
///   deploy_request.hpp        the bodies of the three deploy operations, validated; deploy_fields.hpp what
///   they share list_query.hpp            filters and order of GET /v1/deployments bulk_filter.hpp filters of
///   bulk-stop and of deploy v1 query_parameters.hpp      what stands behind '?'; paging.hpp the pages of
///   every list tags.hpp                  what a tag is and what it may be called location.hpp cities with
///   hosts, and the one nearest to the users private_fleet.hpp         hosts that belong to one customer
///   container_output.hpp      what a deployment's processes have written
///   usage.hpp                 what they have used; usage_reader.hpp and tcp_traffic.hpp read it,
///   usage_sampler.hpp keeps it webhooks.hpp              tells others what became of a deployment
///   rate_limits.hpp           the documented requests per second
///   platform_time.hpp         times as the API writes and reads them
///   views.hpp                 deployments as the JSON that the API gives
///   faults.hpp                what is to go wrong; fault_request.hpp reads it, from a request or a scenario
///   request_record.hpp        requests and answers, written down
///   state_keeper.hpp          the seam to where the state outlives the emulator
///   sqlite_state.hpp          the real one; deployment_record.hpp a deployment as text
///   fields.hpp                strict reading of JSON, each problem with its JSON pointer
///   random_hex.hpp            identifiers and tokens
///   free_ports.hpp            ports for deployments whose version leaves the choice to the platform
