#pragma once

#include <string_view>

namespace gamekeeper::base {

/// `text` behind the byte order mark of UTF-8 that some editors and some serialisers begin with, which says nothing.
constexpr std::string_view without_byte_order_mark(std::string_view text) noexcept {
  constexpr std::string_view mark = "\xef\xbb\xbf";
  if (text.starts_with(mark)) text.remove_prefix(mark.size());
  return text;
}

}  // namespace gamekeeper::base
