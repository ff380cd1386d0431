#pragma once

#include "control/deployment_view.hpp"
#include "control/snapshot.hpp"
#include "edgegap/environment/environment.hpp"
#include "settings/load.hpp"

#include <string>
#include <vector>

namespace gamekeeper::run {

/// What the platform injected, as the local API shows it. Made once the game runs, for it does not wait for it.
control::deployment_view deployment_at_start(const edgegap::injected_environment& injected,
                                             const std::vector<std::string>& environment);
/// The settings, likewise.
std::vector<control::setting_view> settings_in_force(const settings::loaded& loaded);

}  // namespace gamekeeper::run
