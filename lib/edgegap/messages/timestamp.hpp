#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::edgegap {

/// "2026-04-22 12:00:46.444265" (which is UTC; v1) and "2026-04-22T12:00:46.444Z" (v2). Digits behind the
/// milliseconds are dropped.
std::optional<base::wall_time> parse_timestamp(std::string_view text);

/// As v1 writes it: "2026-04-22 12:00:46.444000", UTC.
std::string format_timestamp(base::wall_time when);

}  // namespace gamekeeper::edgegap
