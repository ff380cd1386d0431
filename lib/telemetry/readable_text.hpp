#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gamekeeper::telemetry {

/// `text` as something that every reader of JSON takes: bytes that are not UTF-8 become '?'. Cut to at most
/// `max` bytes, between two characters.
std::string readable(std::string_view text, std::size_t max = std::string_view::npos);

}  // namespace gamekeeper::telemetry
