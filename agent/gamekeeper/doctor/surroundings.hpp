#pragma once

#include "edgegap/environment/environment.hpp"
#include "gamekeeper/findings/finding.hpp"
#include "settings/agent_settings.hpp"

namespace gamekeeper::doctor {

/// The container itself: who is PID 1, which signal stops it, whom we run as and with which rights, where files can be
/// written, what the limits are.
void look_at_container(const settings::agent_settings& chosen, const edgegap::injected_environment& injected,
                       const findings::listener& tell);

/// Whether `status`, the text of /proc/PID/status, has that capability (capabilities(7)) in its effective set.
bool has_capability(std::string_view status, int capability);

}  // namespace gamekeeper::doctor
