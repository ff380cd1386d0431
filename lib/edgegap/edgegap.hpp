#pragma once

/// The platform, as its users see it: what it injects into a container, what its HTTP API is asked and what
/// it answers. Knows how to ask and what an answer means; decides nothing. Facts come from the platform's API
/// reference, its OpenAPI files and the sample environments of its Unity SDK. Includes base and net's HTTP
/// seam only.
///   operation.hpp       the table: method, path, query, authorization, documented codes and rate
///   client.hpp          the calls, one method each, over the transport seam
///   call.hpp            one call before it is sent, and the seam for patience
///   patience.hpp        the documented rates, and trying again
///   deploy_once.hpp     a deploy that is not done twice
///   api_error.hpp       why a call brought nothing, and whether a retry can help
///   decoded.hpp         a success: what it says, what was not understood, the text as it came
/// What is sent and what comes back, with units and meanings:
///   deployment.hpp      status and context
///   deploy.hpp, deploy_v1.hpp   new deployments
///   deployment_list.hpp, bulk_stop.hpp   filters by type
///   container_logs.hpp, metrics.hpp, locations.hpp, fleet_hosts.hpp, tags.hpp
///   types.hpp           ports and locations, as both the environment and the API write them
///   value_filter.hpp    v1's any, all, not
///   pages.hpp           lists, page by page or as one walk
///   timestamp.hpp       the two notations of a time
/// Inside the deployment:
///   environment.hpp     the ARBITRIUM_* variables
///   placeholders.hpp    those filled into arguments and config files
///   watcher.hpp         the loop that looks after the agent's own deployment and tells what it saw
///   variables.hpp       one environment, read variable by variable, with what was wrong in it
///   poll_pace.hpp       how often it asks, so that all agents together keep the organisation's limit
///   early_clock.hpp     a clock whose sleeper can be woken before its time
/// How it is done:
///   answer_reader.hpp   members that have to be there; request_writer.hpp   bodies
