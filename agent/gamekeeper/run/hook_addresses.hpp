#pragma once

#include "base/log.hpp"
#include "telemetry/hook.hpp"

#include <string>
#include <vector>

namespace gamekeeper::run {

/// The hooks that can be used: those whose address is kept in a file or a variable have it read, once. One that cannot
/// be read is left out, and said. Addresses and the values of headers are hidden in the log from then on.
std::vector<telemetry::hook> read_hook_addresses(const std::vector<telemetry::hook>& chosen,
                                                 const std::vector<std::string>& environment,
                                                 base::logger& log);

}  // namespace gamekeeper::run
