#pragma once

#include "edgegap/environment/environment.hpp"
#include "gamekeeper/run/platform_monitor.hpp"
#include "gamekeeper/run/self_stop.hpp"
#include "gamekeeper/run/signal_forwarder.hpp"
#include "lifecycle/policy.hpp"
#include "process/process_host.hpp"
#include "settings/agent_settings.hpp"
#include "settings/ladder_step.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// What one run is about. Plain values, decided before anything starts.
struct run_config {
  /// What becomes of the game's exit code.
  struct exit_rules {
    std::vector<int> remap;      ///< codes that become 0
    std::optional<int> decided;  ///< after an end that was decided
  };

  lifecycle::policy policy;
  process::spawn_spec game;
  signal_forwarder::signal_rules signals;
  std::vector<settings::ladder_step> ladder;  ///< step for step as in policy.ladder
  run::self_stop::settings self_stop;
  platform_monitor::settings platform;
  base::duration unknown_warn_after{};  ///< a detector that knows nothing for so long is a warning
  std::vector<std::string> detectors;   ///< all that are configured: they are shown before they say anything
  exit_rules exit;
  std::string report_path;  ///< empty: no report is written
  std::string request_id;   ///< of the deployment; empty off the platform
  std::string version;
};

/// From the settings and what the platform injected. The game's environment is left to the caller, who knows which
/// sockets there are.
run_config make_run_config(const std::vector<std::string>& command, const settings::agent_settings& chosen,
                           const edgegap::injected_environment& injected);

/// A different one for each agent: those that start together must not ask together.
std::uint64_t random_seed();

}  // namespace gamekeeper::run
