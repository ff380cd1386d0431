#include "lifecycle/types.hpp"

namespace gamekeeper::lifecycle {

std::string_view to_string(phase value) noexcept {
  switch (value) {
    case phase::starting:
      return "starting";
    case phase::running:
      return "running";
    case phase::draining:
      return "draining";
    case phase::stopping:
      return "stopping";
    case phase::lingering:
      return "lingering";
    case phase::done:
      return "done";
  }
  return "unknown";
}

std::string_view to_string(verdict value) noexcept {
  switch (value) {
    case verdict::match_ended:
      return "match_ended";
    case verdict::empty:
      return "empty";
    case verdict::stop_requested:
      return "stop_requested";
    case verdict::platform_stop:
      return "platform_stop";
    case verdict::platform_gone:
      return "platform_gone";
    case verdict::game_exited:
      return "game_exited";
    case verdict::crashed:
      return "crashed";
    case verdict::start_failed:
      return "start_failed";
  }
  return "unknown";
}

std::string_view to_string(presence value) noexcept {
  switch (value) {
    case presence::unknown:
      return "unknown";
    case presence::none:
      return "none";
    case presence::players:
      return "players";
  }
  return "unknown";
}

std::optional<verdict> parse_verdict(std::string_view text) noexcept {
  for (auto each : {verdict::match_ended, verdict::empty, verdict::stop_requested, verdict::platform_stop,
                    verdict::platform_gone, verdict::game_exited, verdict::crashed, verdict::start_failed})
    if (to_string(each) == text) return each;
  return std::nullopt;
}

}  // namespace gamekeeper::lifecycle
