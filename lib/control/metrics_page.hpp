#pragma once

#include "control/snapshot.hpp"
#include "telemetry/agent_metrics.hpp"
#include "telemetry/event_history.hpp"
#include "telemetry/own_usage.hpp"

#include <string>

namespace gamekeeper::control {

/// The answer of GET /metrics, in Prometheus' text format. What can be seen at any time comes from the
/// snapshot, what happened from the counters; what is not known has no sample.
std::string metrics_page(const snapshot& seen, const telemetry::agent_metrics& counted,
                         const telemetry::event_history& events, const telemetry::own_usage& own);

}  // namespace gamekeeper::control
