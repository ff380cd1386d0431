#pragma once

#include "edgegap/environment.hpp"
#include "gamekeeper/run/shell.hpp"
#include "settings/load.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// What one run is about: from the settings and what the platform injected. The game's environment is left to the
/// caller, who knows which sockets there are.
plan make_plan(const std::vector<std::string>& command, const settings::agent_settings& chosen,
               const edgegap::injected_environment& injected);

/// What the local API shows of both. Not part of the plan, for the game does not wait for it.
control::deployment_view deployment_at_start(const edgegap::injected_environment& injected,
                                             const std::vector<std::string>& environment);
std::vector<control::setting_view> settings_in_force(const settings::loaded& loaded);

/// A different one for each agent: those that start together must not ask together.
std::uint64_t random_seed();

}  // namespace gamekeeper::run
