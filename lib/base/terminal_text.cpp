#include "base/terminal_text.hpp"

#include <algorithm>
#include <array>
#include <cstdio>

namespace gamekeeper::base {

namespace {

struct character {
  std::string_view bytes;
  char32_t code = 0;
  bool valid = false;
};

// The first character; of what is no UTF-8 one byte (RFC 3629: no overlong forms, no surrogates).
character first_of(std::string_view text) noexcept {
  const auto at = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  if (at(0) < 0x80) return {text.substr(0, 1), at(0), true};
  const character bad{text.substr(0, 1), 0, false};
  const std::size_t length = at(0) >= 0xf0 ? 4 : at(0) >= 0xe0 ? 3 : 2;
  if (at(0) < 0xc2 || at(0) > 0xf4 || text.size() < length) return bad;
  char32_t code = at(0) & (0xffU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((at(i) & 0xc0) != 0x80) return bad;
    code = (code << 6) | (at(i) & 0x3fU);
  }
  constexpr std::array<char32_t, 5> lowest{0, 0, 0x80, 0x800, 0x10000};
  if (code < lowest[length] || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return bad;
  return {text.substr(0, length), code, true};
}

struct range {
  char32_t first;
  char32_t last;
};

// Unicode 15: the categories Cc, Cf, Zl and Zp.
constexpr std::array<range, 23> harmful{{
    {0x0000, 0x001f},   {0x007f, 0x009f},   {0x00ad, 0x00ad},   {0x0600, 0x0605},   {0x061c, 0x061c},
    {0x06dd, 0x06dd},   {0x070f, 0x070f},   {0x0890, 0x0891},   {0x08e2, 0x08e2},   {0x180e, 0x180e},
    {0x200b, 0x200f},   {0x2028, 0x202e},   {0x2060, 0x2064},   {0x2066, 0x206f},   {0xfeff, 0xfeff},
    {0xfff9, 0xfffb},   {0x110bd, 0x110bd}, {0x110cd, 0x110cd}, {0x13430, 0x1343f}, {0x1bca0, 0x1bca3},
    {0x1d173, 0x1d17a}, {0xe0001, 0xe0001}, {0xe0020, 0xe007f},
}};

bool is_harmful(char32_t code) noexcept {
  if (code >= 0x20 && code < 0x7f) return false;
  return std::any_of(harmful.begin(), harmful.end(),
                     [code](const range& each) { return code >= each.first && code <= each.last; });
}

// RFC 8259, section 7: beyond the first plane as two surrogates.
std::string json_escape(char32_t code) {
  std::array<char, 16> text{};
  const auto number = static_cast<unsigned>(code);
  if (number < 0x10000)
    std::snprintf(text.data(), text.size(), "\\u%04x", number);
  else
    std::snprintf(text.data(), text.size(), "\\u%04x\\u%04x", 0xd800 + ((number - 0x10000) >> 10),
                  0xdc00 + ((number - 0x10000) & 0x3ff));
  return text.data();
}

std::string cleaned(std::string_view text, std::string_view kept, bool json) {
  std::string clean;
  clean.reserve(text.size());
  while (!text.empty()) {
    const auto next = first_of(text);
    if (!next.valid)
      clean += '?';
    else if (!is_harmful(next.code) || kept.find(next.bytes) != std::string_view::npos)
      clean += next.bytes;
    else
      clean += json ? json_escape(next.code) : "?";
    text.remove_prefix(next.bytes.size());
  }
  return clean;
}

}  // namespace

std::string terminal_text(std::string_view text) {
  return cleaned(text, "", false);
}

std::string terminal_lines(std::string_view text) {
  return cleaned(text, "\n\t", false);
}

std::string terminal_json(std::string_view json) {
  return cleaned(json, "\n\t", true);
}

}  // namespace gamekeeper::base
