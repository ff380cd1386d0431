#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace gamekeeper::edgegap {

/// "Retry-After": seconds, whole or with a fraction, or an HTTP date in any of its three forms. Never
/// negative, never more than limits::retry_after_max; nothing when it is neither.
std::optional<base::duration> parse_retry_after(std::string_view text, base::wall_time now);

}  // namespace gamekeeper::edgegap
