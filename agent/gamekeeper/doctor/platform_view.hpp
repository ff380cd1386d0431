#pragma once

#include "edgegap/environment/environment.hpp"
#include "gamekeeper/findings/finding.hpp"
#include "settings/load.hpp"

namespace gamekeeper::doctor {

/// What was injected, what is missing of it, and every variable that means something to the agent, without
/// what is secret.
void look_at_variables(const std::vector<std::string>& environment,
                       const edgegap::injected_environment& injected, const findings::listener& tell);

/// What is wrong with the settings.
void look_at_settings(const settings::loaded& loaded, const findings::listener& tell);

}  // namespace gamekeeper::doctor
