#include "gamekeeper/ctl/page.hpp"

#include "base/duration.hpp"
#include "base/terminal_text.hpp"

#include <algorithm>

namespace gamekeeper::ctl {

namespace {

constexpr std::string_view bold = "\x1b[1m";
constexpr std::string_view plain = "\x1b[0m";
constexpr std::size_t label_width = 11;
constexpr std::size_t text_width_min = 16;

bool goes_on(char c) noexcept {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

// Bytes of the longest beginning that takes at most `columns`, one for each character.
std::size_t bytes_of(std::string_view text, std::size_t columns) {
  std::size_t at = 0;
  for (std::size_t seen = 0; at < text.size(); ++at)
    if (!goes_on(text[at]) && ++seen > columns) break;
  return at;
}

// The first line of a text, and how much of it that takes, the blank between included.
std::pair<std::string_view, std::size_t> first_line(std::string_view text, std::size_t columns) {
  const auto fits = bytes_of(text, columns);
  if (fits == text.size()) return {text, fits};
  const auto blank = text.rfind(' ', fits);
  if (blank == std::string_view::npos || blank == 0) return {text.substr(0, fits), fits};
  return {text.substr(0, blank), blank + 1};
}

}  // namespace

std::string rounded(std::int64_t milliseconds) {
  const base::duration exact(milliseconds);
  if (exact < std::chrono::seconds(1)) return base::format_duration(exact);
  return base::format_duration(std::chrono::round<std::chrono::seconds>(exact));
}

void page::add(std::string_view label, std::size_t indent, std::string_view from_anyone, bool strong) {
  const auto clean = base::terminal_text(from_anyone);
  std::string_view text = clean;
  const auto columns = how_.width == 0
                           ? std::string_view::npos
                           : std::max(how_.width > indent ? how_.width - indent : 0, text_width_min);
  text_.append(base::terminal_text(label))
      .append(label.size() < indent ? indent - label.size() : (indent > 0 ? 1 : 0), ' ');
  const bool marked = strong && how_.colour;
  for (bool first = true; first || !text.empty(); first = false) {
    const auto [line, taken] = first_line(text, columns);
    if (!first) text_.append(indent, ' ');
    text_.append(marked ? bold : "").append(line).append(marked ? plain : "").append("\n");
    text.remove_prefix(taken);
  }
}

void page::line(std::string_view label, std::string_view text, bool strong) {
  if (!text.empty()) add(label, label_width, text, strong);
}

void page::paragraph(std::string_view text, bool strong) {
  if (!text.empty()) add("", 0, text, strong);
}

}  // namespace gamekeeper::ctl
