#pragma once

#include "process/process_host.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::process {

enum class transport { tcp, udp };

/// One socket that has a port of its own.
struct bound_socket {
  std::uint64_t inode = 0;
  std::uint16_t port = 0;
  bool loopback = false;  ///< on an address of 127.0.0.0/8 or ::1, where nobody else comes
};

/// All of them in the text of /proc/net/tcp, tcp6, udp or udp6 (proc(5)): of TCP those that listen, of UDP
/// all.
std::vector<bound_socket> bound_sockets(std::string_view table, transport what);

/// The inodes of the sockets that are bound to `port`, from the text of /proc/net/tcp, tcp6, udp or udp6
/// (proc(5)): of TCP those that listen, of UDP all.
std::vector<std::uint64_t> sockets_on_port(std::string_view table, transport what, std::uint16_t port);

/// Who has a port.
enum class port_owner {
  nobody,
  game,     ///< a process of the tree
  unknown,  ///< somebody, and not provably one of the tree: its descriptors may not be read
};

/// Looks at `proc`/net and the descriptors of `tree`, which is what process_host::descendants() gave.
port_owner who_has_port(transport what, std::uint16_t port, const std::vector<process_info>& tree,
                        const std::string& proc = "/proc");

}  // namespace gamekeeper::process
