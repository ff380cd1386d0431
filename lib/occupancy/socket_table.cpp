#include "occupancy/socket_table.hpp"

#include "base/limits.hpp"
#include "occupancy/query.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace gamekeeper::occupancy {

namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;

namespace {

constexpr unsigned established_state = 1;

std::string_view take_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  const auto word = line.substr(0, line.find(' '));
  line.remove_prefix(word.size());
  return word;
}

std::optional<unsigned> hexadecimal(std::string_view text, std::size_t digits) {
  unsigned value = 0;
  const auto* last = text.data() + text.size();
  const auto [end, ec] = std::from_chars(text.data(), last, value, 16);
  if (text.size() != digits || ec != std::errc() || end != last) return std::nullopt;
  return value;
}

/// "0100007F:1F90", or 32 digits of an address in front.
std::optional<std::uint16_t> port_of(std::string_view address) {
  const auto colon = address.find(':');
  if (colon != 8 && colon != 32) return std::nullopt;
  const auto port = hexadecimal(address.substr(colon + 1), 4);
  if (!port) return std::nullopt;
  return static_cast<std::uint16_t>(*port);
}

bool has(const std::vector<std::uint16_t>& ports, std::uint16_t port) {
  return std::find(ports.begin(), ports.end(), port) != ports.end();
}

}  // namespace

socket_table::socket_table(std::span<const std::uint16_t> game_ports,
                           std::span<const std::uint16_t> own_ports)
    : game_ports_(game_ports.begin(), game_ports.end()), own_ports_(own_ports.begin(), own_ports.end()) {}

result<void> socket_table::take(std::string_view piece) {
  for (;;) {
    const auto end = piece.find('\n');
    begun_ += piece.substr(0, end);
    if (begun_.size() > limits::socket_table_line_bytes)
      return error(errc::malformed, "the socket table has a line that is none");
    if (end == std::string_view::npos) return {};
    if (const auto taken = take_line(begun_); !taken) return taken;
    begun_.clear();
    piece.remove_prefix(end + 1);
  }
}

result<void> socket_table::take_line(std::string_view line) {
  if (lines_++ == 0) {
    if (take_word(line) == "sl") return {};
    return error(errc::malformed, "the socket table does not begin with its heading");
  }
  if (lines_ > limits::socket_table_lines)
    return error(errc::too_large,
                 "the socket table has more than " + std::to_string(limits::socket_table_lines) + " lines");
  const auto whole = line;
  take_word(line);
  const auto local = port_of(take_word(line));
  const auto remote = port_of(take_word(line));
  const auto state = hexadecimal(take_word(line), 2);
  if (!local || !remote || !state)
    return error(errc::malformed, "no line of a socket table: " + first_bytes(whole));
  if (*state == established_state && has(game_ports_, *local) && !has(own_ports_, *remote)) ++established_;
  return {};
}

result<int> socket_table::count() const {
  if (lines_ == 0 || !begun_.empty()) return error(errc::malformed, "the socket table is cut short");
  return established_;
}

}  // namespace gamekeeper::occupancy
