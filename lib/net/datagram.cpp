#include "net/datagram.hpp"

#include "base/limits.hpp"
#include "net/endpoint_text.hpp"
#include "net/socket_error.hpp"

#include <boost/asio/buffer.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gamekeeper::net {

namespace asio = boost::asio;
using asio::ip::udp;
using base::errc;
using base::error;
using base::result;

namespace {

class connected_socket final : public datagram_socket {
 public:
  connected_socket(udp::socket socket, base::clock& time, std::string peer)
      : socket_(std::move(socket)), time_(time), peer_(std::move(peer)) {}

  result<void> send(std::string_view packet) override {
    boost::system::error_code ec;
    socket_.send(asio::buffer(packet), 0, ec);
    if (ec == asio::error::would_block) return error(errc::busy, "send to " + peer_ + ": the buffer is full");
    if (ec) return failure("send to ", ec);
    return {};
  }

  asio::awaitable<result<std::string>> receive(base::time_point deadline) override {
    bool late = false;
    const auto alarm = time_.make_timer();
    alarm->arm(deadline, [this, &late] {
      late = true;
      boost::system::error_code ignored;
      socket_.cancel(ignored);
    });
    // One byte more than may come, so that what is cut off is noticed.
    std::string packet(base::limits::datagram_bytes + 1, '\0');
    auto room = asio::buffer(packet);
    boost::system::error_code ec;
    const auto size = co_await socket_.async_receive(room, asio::redirect_error(asio::use_awaitable, ec));
    if (ec && late) co_return error(errc::timed_out, "no answer from " + peer_ + " in time");
    if (ec) co_return failure("receive from ", ec);
    if (size > base::limits::datagram_bytes)
      co_return error(errc::too_large, "a datagram of " + peer_ + " is larger than " +
                                           std::to_string(base::limits::datagram_bytes) + " bytes");
    packet.resize(size);
    co_return packet;
  }

 private:
  error failure(std::string_view what, const boost::system::error_code& ec) const {
    if (ec == asio::error::connection_refused)
      return error(errc::unreachable, "nobody listens at " + peer_ + " (UDP)");
    return socket_failure(std::string(what) + peer_, ec);
  }

  udp::socket socket_;
  base::clock& time_;
  std::string peer_;
};

}  // namespace

result<std::unique_ptr<datagram_socket>> connect_udp(asio::any_io_executor loop, base::clock& time,
                                                     udp::endpoint peer) {
  const auto name = text_of(peer);
  udp::socket socket(loop);
  boost::system::error_code ec;
  socket.open(peer.protocol(), ec);
  if (!ec) socket.non_blocking(true, ec);
  if (!ec) socket.connect(peer, ec);
  if (ec) return socket_failure("a UDP socket to " + name, ec);
  return std::make_unique<connected_socket>(std::move(socket), time, name);
}

}  // namespace gamekeeper::net
