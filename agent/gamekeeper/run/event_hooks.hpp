#pragma once

#include "gamekeeper/run/network_access.hpp"
#include "gamekeeper/run/run_inputs.hpp"
#include "gamekeeper/run/runtime.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "process/hook.hpp"
#include "telemetry/hook_dispatcher.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// Brings the events of a run to its hooks (events.hooks), and counts them.
class event_hooks {
 public:
  struct seams {
    runtime& on;
    run_inputs& inputs;
    telemetry_sinks telemetry;
    process::hook_runner& runner;
    network_access& network;
  };

  /// Everything that is handed in outlives the hooks.
  explicit event_hooks(seams around) : seams_(around) {}

  /// `environment` is the game's, for the commands.
  void start(const std::vector<std::string>& environment);
  /// Whether every event has been brought to its hooks.
  bool is_idle() const { return !dispatcher_ || dispatcher_->idle(); }

 private:
  void report(const telemetry::hook_outcome& outcome);

  seams seams_;
  std::optional<telemetry::hook_dispatcher> dispatcher_;
};

}  // namespace gamekeeper::run
