#include "occupancy/quake3.hpp"

#include <charconv>
#include <optional>

namespace gamekeeper::occupancy {

using base::errc;
using base::error;
using base::result;

namespace {

constexpr std::string_view prefix{"\xff\xff\xff\xff"};
constexpr std::string_view answer_word{"statusResponse"};

/// Takes a number and the space behind it off the front.
std::optional<int> take_number(std::string_view& line) {
  int value = 0;
  const auto* last = line.data() + line.size();
  const auto [end, ec] = std::from_chars(line.data(), last, value);
  if (ec != std::errc() || end == last || *end != ' ') return std::nullopt;
  line.remove_prefix(static_cast<std::size_t>(end - line.data()) + 1);
  return value;
}

/// Takes a line off the front; nothing when its newline is missing.
std::optional<std::string_view> take_line(std::string_view& text) {
  const auto end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const auto line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string_view info_value(std::string_view settings, std::string_view key) noexcept {
  while (!settings.empty() && settings.front() == '\\') {
    settings.remove_prefix(1);
    const auto key_end = settings.find('\\');
    if (key_end == std::string_view::npos) return {};
    const auto name = settings.substr(0, key_end);
    settings.remove_prefix(key_end + 1);
    const auto value = settings.substr(0, settings.find('\\'));
    if (name == key) return value;
    settings.remove_prefix(value.size());
  }
  return {};
}

result<player_count> parse_quake3_players(std::string_view lines) {
  player_count found;
  while (!lines.empty()) {
    auto line = take_line(lines);
    if (!line) return error(errc::malformed, "the answer to getstatus is cut short");
    if (line->empty()) continue;
    const auto whole = *line;
    const auto score = take_number(*line);
    const auto ping = take_number(*line);
    if (!score || !ping)
      return error(errc::malformed, "no line of a client in the answer to getstatus: " + first_bytes(whole));
    ++found.players;
    if (*ping == 0) ++found.bots;
  }
  return found;
}

std::string quake3_query::request() const {
  return std::string(prefix) + "getstatus " + challenge_;
}

result<datagram_query::step> quake3_query::take(std::string_view packet) {
  if (!is_connectionless(packet) || !packet.substr(prefix.size()).starts_with(answer_word))
    return error(errc::malformed, "no answer to getstatus but " + first_bytes(packet));
  packet.remove_prefix(prefix.size());
  const auto head = take_line(packet);
  const auto settings = head ? take_line(packet) : head;
  if (!settings) return error(errc::malformed, "the answer to getstatus is cut short");
  if (*head != answer_word || !settings->starts_with('\\'))
    return error(errc::malformed, "no answer to getstatus but " + first_bytes(*head));
  const auto theirs = info_value(*settings, "challenge");
  if (!theirs.empty() && theirs != challenge_) return step::wait;
  const auto said = parse_quake3_players(packet);
  if (!said) return said.error();
  said_ = *said;
  return step::done;
}

}  // namespace gamekeeper::occupancy
