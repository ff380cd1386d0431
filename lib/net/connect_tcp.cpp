#include "net/connect.hpp"
#include "net/endpoint_text.hpp"
#include "net/socket_error.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gamekeeper::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using base::errc;
using base::error;
using base::result;

namespace {

asio::awaitable<result<tcp::socket>> connect_one(asio::any_io_executor loop, base::clock& time,
                                                 tcp::endpoint endpoint, base::time_point deadline) {
  tcp::socket socket(loop);
  bool late = false;
  const auto alarm = time.make_timer();
  alarm->arm(deadline, [&socket, &late] {
    late = true;
    boost::system::error_code ignored;
    socket.close(ignored);
  });
  boost::system::error_code ec;
  co_await socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, ec));
  if (late) co_return error(errc::timed_out, "timed out connecting to " + text_of(endpoint));
  if (ec) {
    auto failure = socket_failure("connecting to " + text_of(endpoint), ec);
    if (failure.code() == errc::cancelled) co_return failure;
    // Whatever the kernel calls it (no route, no network, refused): there is no connection.
    co_return error(errc::unreachable, failure.message());
  }
  boost::system::error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
  co_return socket;
}

}  // namespace

asio::awaitable<result<tcp::socket>> connect_tcp(asio::any_io_executor loop, base::clock& time,
                                                 std::vector<tcp::endpoint> endpoints,
                                                 base::time_point deadline) {
  auto last = error(errc::unreachable, "there is no address to connect to");
  auto left = static_cast<int>(endpoints.size());
  for (const auto& endpoint : endpoints) {
    const auto now = time.now();
    if (now >= deadline)
      co_return error(errc::timed_out, "timed out connecting, no time was left for another address");
    auto socket = co_await connect_one(loop, time, endpoint, now + (deadline - now) / left--);
    if (socket) co_return std::move(*socket);
    if (socket.error().code() == errc::cancelled) co_return socket.error();
    last = socket.error();
  }
  co_return last;
}

}  // namespace gamekeeper::net
