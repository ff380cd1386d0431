#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::emulator {

/// "2026-04-22 12:00:46.444000": UTC, no zone, as v1 writes times.
std::string v1_time(base::wall_time when);

/// "2026-04-22 12:00:46", with or without a fraction, or with T between and Z behind as v2 writes them. UTC.
/// Nothing for any other text or a day that does not exist.
std::optional<base::wall_time> parse_time(std::string_view text) noexcept;

/// "14:17:37", as the labels of metrics.
std::string time_of_day(base::wall_time when);

}  // namespace gamekeeper::emulator
