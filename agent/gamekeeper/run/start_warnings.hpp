#pragma once

#include "base/log.hpp"
#include "edgegap/environment/environment.hpp"
#include "settings/load.hpp"

namespace gamekeeper::run {

/// Writes what is wrong with what the agent was started with: its settings and the injected environment.
void log_start_warnings(const settings::loaded& loaded, const edgegap::injected_environment& injected,
                        base::logger& log);

}  // namespace gamekeeper::run
