#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::base {

/// Reads "500ms", "10s", "1m30s", "2h": whole numbers, each with its unit (ms, s, m, h), largest first. A
/// bare number is refused, "0" too: whoever writes 30 may mean seconds, minutes or milliseconds. At most 366
/// days.
result<duration> parse_duration(std::string_view text);

/// The same notation, shortest form: "1m30s", "500ms", "0s". Negative durations carry a leading '-'.
std::string format_duration(duration value);

}  // namespace gamekeeper::base
