#pragma once

#include "telemetry/agent_metrics.hpp"
#include "telemetry/event_history.hpp"

namespace gamekeeper::run {

/// Where a part of the supervisor records what happens; both outlive it.
struct telemetry_sinks {
  telemetry::event_history& events;
  telemetry::agent_metrics& counters;
};

}  // namespace gamekeeper::run
