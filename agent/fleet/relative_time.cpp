#include "fleet/relative_time.hpp"

#include <cstdlib>

namespace gamekeeper::fleet {

std::string rough(base::duration length) {
  const auto seconds = std::abs(std::chrono::floor<std::chrono::seconds>(length).count());
  if (seconds < 60) return std::to_string(seconds) + "s";
  if (seconds < 3600) return std::to_string(seconds / 60) + "m";
  const bool days = seconds >= 86400;
  const auto large = days ? seconds / 86400 : seconds / 3600;
  const auto small = days ? seconds % 86400 / 3600 : seconds % 3600 / 60;
  auto text = std::to_string(large) + (days ? "d" : "h");
  if (small > 0) text += " " + std::to_string(small) + (days ? "h" : "m");
  return text;
}

std::string relative(std::optional<base::wall_time> when, base::wall_time now) {
  if (!when) return "";
  const auto since = now - *when;
  if (since < std::chrono::seconds(1) && since > -std::chrono::seconds(1)) return "now";
  return since.count() > 0 ? rough(since) + " ago" : "in " + rough(-since);
}

}  // namespace gamekeeper::fleet
