#include "fleet/text_width.hpp"

#include <utf8proc.h>

#include <algorithm>

namespace gamekeeper::fleet {

namespace {

struct character {
  std::string_view bytes;
  utf8proc_int32_t code;  // -1: no UTF-8
};

character first_of(std::string_view text) noexcept {
  utf8proc_int32_t code = -1;
  const auto length = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                       static_cast<utf8proc_ssize_t>(text.size()), &code);
  if (length <= 0) return {text.substr(0, 1), -1};
  return {text.substr(0, static_cast<std::size_t>(length)), code};
}

std::size_t width_of(const character& one) noexcept {
  return one.code < 0 ? 1 : static_cast<std::size_t>(std::max(0, utf8proc_charwidth(one.code)));
}

}  // namespace

std::size_t text_width(std::string_view text) noexcept {
  std::size_t width = 0;
  while (!text.empty()) {
    const auto one = first_of(text);
    width += width_of(one);
    text.remove_prefix(one.bytes.size());
  }
  return width;
}

std::string shortened(std::string_view text, std::size_t width) {
  if (text_width(text) <= width) return std::string(text);
  if (width == 0) return "";
  std::string kept;
  std::size_t used = 1;  // for the ellipsis
  while (!text.empty()) {
    const auto one = first_of(text);
    if (used + width_of(one) > width) break;
    used += width_of(one);
    kept += one.bytes;
    text.remove_prefix(one.bytes.size());
  }
  return kept + "…";
}

}  // namespace gamekeeper::fleet
