#pragma once

#include "edgegap/environment.hpp"
#include "gamekeeper/run/shell.hpp"
#include "settings/load.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// What one run is about: from the settings, what the platform injected, and our own environment. The game's
/// environment is left to the caller, who knows which sockets there are.
plan make_plan(const std::vector<std::string>& command, const settings::loaded& loaded,
               const edgegap::injected_environment& injected, const std::vector<std::string>& environment);

/// A different one for each agent: those that start together must not ask together.
std::uint64_t random_seed();

}  // namespace gamekeeper::run
