#include "occupancy/status_scanner.hpp"

#include "base/whole_number.hpp"

#include <algorithm>

namespace gamekeeper::occupancy {

namespace {

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

void skip_space(std::string_view& text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
}

/// Takes a string off the front, whose opening quote is there; gives what stands between the quotes.
std::string_view take_string(std::string_view& text) {
  std::size_t end = 1;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2 : 1;
  end = std::min(end, text.size());
  const auto inside = text.substr(1, end - 1);
  text.remove_prefix(std::min(end + 1, text.size()));
  return inside;
}

std::optional<std::int64_t> number_at(std::string_view text) {
  skip_space(text);
  const bool in_quotes = text.starts_with('"');
  const auto token =
      in_quotes ? take_string(text) : text.substr(0, text.find_first_not_of("0123456789+-.eE"));
  const auto number = base::parse_whole_number(token);
  return number && *number >= 0 ? number : std::nullopt;
}

}  // namespace

std::optional<std::int64_t> find_players_online(std::string_view status) {
  std::optional<std::int64_t> online;
  std::size_t depth = 0;
  bool in_players = false;
  status.remove_prefix(std::min(status.find('{'), status.size()));
  while (!status.empty()) {
    const char c = status.front();
    if (c != '"') {
      status.remove_prefix(1);
      if (c == '{' || c == '[') ++depth;
      if ((c == '}' || c == ']') && --depth == 0) break;
      if (depth < 2) in_players = in_players && c != '}' && c != ',';
      continue;
    }
    const auto text = take_string(status);
    skip_space(status);
    if (!status.starts_with(':')) continue;
    status.remove_prefix(1);
    skip_space(status);
    if (depth == 1) in_players = text == "players" && status.starts_with('{');
    if (depth == 2 && in_players && text == "online") online = number_at(status);
  }
  return online;
}

}  // namespace gamekeeper::occupancy
