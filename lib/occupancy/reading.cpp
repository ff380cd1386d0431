#include "occupancy/reading.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gamekeeper::occupancy {

std::string_view to_string(presence what) noexcept {
  switch (what) {
    case presence::unknown:
      return "unknown";
    case presence::none:
      return "none";
    case presence::players:
      return "players";
  }
  return "unknown";
}

reading counted(int players, base::time_point at, std::optional<base::duration> max_age) {
  const auto what = players > 0 ? presence::players : players == 0 ? presence::none : presence::unknown;
  return {what, std::clamp(players, 0, base::limits::players_max), at, max_age};
}

reading doubtful(std::string why, base::time_point at) {
  reading seen;
  seen.at = at;
  seen.doubt = std::move(why);
  return seen;
}

}  // namespace gamekeeper::occupancy
