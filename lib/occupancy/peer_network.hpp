#pragma once

#include "base/clock.hpp"
#include "net/connect.hpp"
#include "net/datagram.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ip/udp.hpp>

#include <cstdint>
#include <memory>
#include <vector>

namespace gamekeeper::occupancy {

/// The seam through which probes reach the game.
class peer_network {
 public:
  virtual ~peer_network() = default;
  virtual base::result<std::unique_ptr<net::datagram_socket>> udp(boost::asio::ip::udp::endpoint peer) = 0;
  /// The network outlives the stream.
  virtual boost::asio::awaitable<net::opened_stream> tcp(boost::asio::ip::tcp::endpoint peer,
                                                         base::time_point deadline) = 0;
  /// The local ports of the streams that are open: the game sees connections from there, and they are nobody.
  virtual std::vector<std::uint16_t> own_tcp_ports() const = 0;
};

/// Real sockets.
std::unique_ptr<peer_network> make_peer_network(boost::asio::any_io_executor loop, base::clock& time);

}  // namespace gamekeeper::occupancy
