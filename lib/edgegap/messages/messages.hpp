#pragma once

/// What is sent to the platform and what it answers, as plain structs with units and meanings, and the two ways
/// between them and JSON. Sends nothing, waits for nothing.
///   operation.hpp       the table: method, path, query, authorization, documented codes and rate
///   api_error.hpp       why a call brought nothing, and whether a retry can help; retry_after.hpp reads that header
///   decoded_response.hpp  a success: what it says, what was not understood, the text as it came
///   deployment.hpp      status and context
///   deploy.hpp, deploy_v1.hpp   new deployments
///   deployment_list.hpp, bulk_stop.hpp   filters by type
///   stop.hpp            what became of a stop, and whether logs are kept
///   container_logs.hpp, metrics.hpp, locations.hpp, fleet_hosts.hpp, tags.hpp
///   pages.hpp           a page of a list, and where it stands
///   types.hpp           ports and locations, as both the environment and the API write them
///   value_filter.hpp    v1's any, all, not
///   timestamp.hpp       the two notations of a time
/// How it is done:
///   answer_reader.hpp   members that have to be there; request_writer.hpp   bodies
