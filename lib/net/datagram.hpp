#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/udp.hpp>

#include <memory>
#include <string>
#include <string_view>

namespace gamekeeper::net {

/// One peer over UDP. The socket is connected: the kernel drops what comes from any other address or port,
/// and tells when nobody listens at the peer's.
class datagram_socket {
 public:
  virtual ~datagram_socket() = default;
  /// One datagram, at once or not at all: busy when the system's buffer is full; unreachable when an earlier
  /// one found nobody (ICMP).
  virtual base::result<void> send(std::string_view packet) = 0;
  /// The next datagram, whole. timed_out when `deadline` passes first; unreachable when nobody listens there;
  /// too_large past limits::datagram_bytes. At most one at a time.
  virtual boost::asio::awaitable<base::result<std::string>> receive(base::time_point deadline) = 0;
};

/// Sends nothing yet. The local port is any free one.
base::result<std::unique_ptr<datagram_socket>> connect_udp(boost::asio::any_io_executor loop,
                                                           base::clock& time,
                                                           boost::asio::ip::udp::endpoint peer);

}  // namespace gamekeeper::net
