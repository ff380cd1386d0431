#pragma once

#include <cstdint>
#include <vector>

namespace gamekeeper::emulator {

/// What one TCP connection has carried so far.
struct tcp_socket_traffic {
  std::uint64_t inode = 0;
  std::int64_t received_bytes = 0;
  std::int64_t sent_bytes = 0;  ///< acknowledged by the peer
};

/// Every TCP socket of this network namespace, from the kernel's sock_diag(7) with tcp_info's counters. Empty
/// when the kernel does not give it.
std::vector<tcp_socket_traffic> tcp_traffic();

}  // namespace gamekeeper::emulator
