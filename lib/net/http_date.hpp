#pragma once

#include "base/clock.hpp"

#include <optional>
#include <string_view>

namespace gamekeeper::net {

/// What a header such as Date or Retry-After says: "Wed, 25 Nov 2026 04:36:02 GMT", and the two obsolete forms that
/// everybody still has to read (RFC 9110, 5.6.7). Nothing when `text` as a whole is none of them.
std::optional<base::wall_time> parse_http_date(std::string_view text);

}  // namespace gamekeeper::net
