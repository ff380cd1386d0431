#pragma once

#include "process/cgroup.hpp"
#include "telemetry/agent_metrics.hpp"

namespace gamekeeper::run {

/// What the container's control group has used, as the metrics want it.
telemetry::game_usage measure_game(const process::cgroup& group);

}  // namespace gamekeeper::run
