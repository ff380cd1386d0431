#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::occupancy {

enum class presence { unknown, none, players };

/// "unknown", "none", "players"
std::string_view to_string(presence what) noexcept;

/// The names of the detectors there are.
inline constexpr std::string_view sockets_usage = "sockets_usage";  ///< the platform's count of used sockets
inline constexpr std::string_view reported = "reported";            ///< what the game itself says

/// What a detector saw.
struct reading {
  presence what = presence::unknown;
  int players = 0;  ///< at least 1 with presence::players, else 0
  base::time_point at{};
  std::optional<base::duration>
      max_age;          ///< from this age on it counts as unknown; nothing: it stays true until replaced
  std::string doubt{};  ///< why nobody can know; only with presence::unknown

  bool expired(base::time_point now) const { return max_age && now - at >= *max_age; }
};

/// `players` of 0 is presence::none. Below 0 nobody can know what was meant: unknown. Cut to
/// limits::players_max.
reading counted(int players, base::time_point at, std::optional<base::duration> max_age = std::nullopt);
/// presence::unknown, and why.
reading doubtful(std::string why, base::time_point at);

}  // namespace gamekeeper::occupancy
