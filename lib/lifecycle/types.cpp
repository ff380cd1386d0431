#include "lifecycle/types.hpp"

#include <array>

namespace gamekeeper::lifecycle {

namespace {
// In the order of the enumerators.
constexpr std::array<std::string_view, 6> phases{"starting", "running",   "draining",
                                                 "stopping", "lingering", "done"};
constexpr std::array<std::string_view, 16> verdicts{
    "match_ended",   "empty",         "never_joined",   "match_too_long", "uptime_limit",  "stop_requested",
    "platform_stop", "platform_gone", "game_exited",    "crashed",        "out_of_memory", "hung",
    "start_failed",  "not_ready",     "restarts_spent", "agent_error"};
static_assert(verdicts.size() == static_cast<std::size_t>(last_verdict) + 1);
constexpr std::array<std::string_view, 3> presences{"unknown", "none", "players"};
}  // namespace

std::string_view to_string(phase value) noexcept {
  return phases[static_cast<std::size_t>(value)];
}

std::string_view to_string(verdict value) noexcept {
  return verdicts[static_cast<std::size_t>(value)];
}

bool is_decided(verdict value) noexcept {
  switch (value) {
    case verdict::match_ended:
    case verdict::empty:
    case verdict::never_joined:
    case verdict::match_too_long:
    case verdict::uptime_limit:
    case verdict::stop_requested:
    case verdict::platform_stop:
    case verdict::platform_gone:
      return true;
    case verdict::game_exited:
    case verdict::crashed:
    case verdict::out_of_memory:
    case verdict::hung:
    case verdict::start_failed:
    case verdict::not_ready:
    case verdict::restarts_spent:
    case verdict::agent_error:
      break;
  }
  return false;
}

bool is_failure(verdict value) noexcept {
  return !is_decided(value) && value != verdict::game_exited;
}

std::string_view to_string(presence value) noexcept {
  return presences[static_cast<std::size_t>(value)];
}

std::optional<verdict> parse_verdict(std::string_view text) noexcept {
  for (std::size_t i = 0; i < verdicts.size(); ++i)
    if (verdicts[i] == text) return static_cast<verdict>(i);
  return std::nullopt;
}

}  // namespace gamekeeper::lifecycle
