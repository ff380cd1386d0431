#pragma once

/// The platform, as its users see it: what it injects into a container, what its HTTP API is asked and what
/// it answers. Knows how to ask and what an answer means; decides nothing. Facts come from the platform's API
/// reference, its OpenAPI files and the sample environments of its Unity SDK. Includes base and net's HTTP
/// seam only.
///   operation.hpp    the table of operations: method, path, authorization, documented codes and rate
///   api_error.hpp    why a call brought nothing, and whether a retry can help
///   types.hpp        ports and locations, as both the environment and the API write them
///   environment.hpp  the ARBITRIUM_* variables
///   placeholders.hpp them filled into arguments and config files
///   deployment.hpp   what the status and the context operation answer
///   client.hpp       the calls, over the transport seam
///   watcher.hpp      the loop that looks after the agent's own deployment and tells what it saw
///   variables.hpp    one environment, read variable by variable, with what was wrong in it
///   early_clock.hpp  a clock whose sleeper can be woken before its time
