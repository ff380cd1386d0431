#pragma once

#include "settings/agent_settings.hpp"

#include <vector>

namespace gamekeeper::settings {

/// The signals beside SIGTERM that end the container (`platform.stop_signal`). Left to the agent they are, on the
/// platform, those that images name as their STOPSIGNAL where the server saves on it.
std::vector<int> stop_signals(const agent_settings& chosen, bool on_platform);

}  // namespace gamekeeper::settings
