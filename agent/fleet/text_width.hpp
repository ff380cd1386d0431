#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace gamekeeper::fleet {

/// How many columns of a terminal a UTF-8 text takes: an accent that is written by itself none, most East
/// Asian characters and emoji two. Bytes that are no UTF-8 take one each.
std::size_t text_width(std::string_view text) noexcept;

/// At most `width` columns of it; what is left out leaves "…" at the end.
std::string shortened(std::string_view text, std::size_t width);

}  // namespace gamekeeper::fleet
