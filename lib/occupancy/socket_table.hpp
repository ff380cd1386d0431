#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::occupancy {

/// Counts the established TCP connections (state 01) whose local port is one of the game's, in the kernel's
/// table: /proc/net/tcp or tcp6 (proc(5)), handed over in pieces of any size.
///
/// There is no such count for UDP, and this agent does not pretend there is: a UDP server keeps one
/// unconnected socket whatever the number of its players, so /proc/net/udp looks the same with nobody and
/// with a hundred.
class socket_table {
 public:
  /// A connection whose remote port is in `own_ports` is one of the agent's own, to ask the game something,
  /// and nobody's.
  socket_table(std::span<const std::uint16_t> game_ports, std::span<const std::uint16_t> own_ports);

  /// malformed: a line of another form; too_large: past limits::socket_table_lines. The count is then
  /// unknown.
  base::result<void> take(std::string_view piece);
  /// The connections, once all pieces were taken. malformed: the table did not begin with its heading, or
  /// ends within a line.
  base::result<int> count() const;

 private:
  base::result<void> take_line(std::string_view line);

  std::vector<std::uint16_t> game_ports_, own_ports_;
  std::string begun_;  // a line whose end has not come yet
  std::size_t lines_ = 0;
  int established_ = 0;
};

}  // namespace gamekeeper::occupancy
