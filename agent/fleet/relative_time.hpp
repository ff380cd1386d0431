#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string>

namespace gamekeeper::fleet {

/// The two largest units: "45s", "3m", "2h 5m", "4d 3h".
std::string rough(base::duration length);

/// "3m ago", "in 2h 5m", "now"; empty for an absent time.
std::string relative(std::optional<base::wall_time> when, base::wall_time now);

}  // namespace gamekeeper::fleet
