#include "settings/stop_signal.hpp"

#include <csignal>

namespace gamekeeper::settings {

std::vector<int> stop_signals(const agent_settings& chosen, bool on_platform) {
  if (chosen.platform.stop_signal) return {*chosen.platform.stop_signal};
  if (!on_platform) return {};
  return {SIGINT, SIGQUIT, SIGRTMIN + 3};
}

}  // namespace gamekeeper::settings
