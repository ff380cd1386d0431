#pragma once

#include "base/log.hpp"
#include "edgegap/environment/environment.hpp"
#include "gamekeeper/run/run.hpp"
#include "settings/load.hpp"

#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// What a run is given from outside, read once at its start.
struct run_inputs {
  /// Of flags, variables and the settings file; the log knows the secrets of all.
  explicit run_inputs(const run_request& request);

  const settings::agent_settings& chosen() const noexcept { return settings.values; }

  std::vector<std::string> environment;
  settings::loaded settings;
  std::unique_ptr<base::logger> log;
  edgegap::injected_environment injected;
};

}  // namespace gamekeeper::run
