#include "net/websocket_session.hpp"

#include "base/limits.hpp"
#include "base/task_group.hpp"
#include "net/notification.hpp"
#include "net/websocket_transport.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>

#include <array>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace http = boost::beast::http;
namespace limits = base::limits;
namespace websocket = boost::beast::websocket;

namespace {

// What Beast wants to have seen before it begins. The real request was judged by accept_websocket().
http::request<http::empty_body> accepted_upgrade() {
  http::request<http::empty_body> out(http::verb::get, "/", 11);
  out.set(http::field::host, "");
  out.set(http::field::connection, "upgrade");
  out.set(http::field::upgrade, "websocket");
  out.set(http::field::sec_websocket_version, "13");
  out.set(http::field::sec_websocket_key, "");
  return out;
}

}  // namespace

// Shared with the coroutine that reads, which ends on a turn of the loop after the session is over.
struct websocket_session::connection {
  connection(const asio::any_io_executor& loop, const http_service& service,
             std::shared_ptr<byte_stream> stream, std::string leftover)
      : change(std::make_shared<notification>(loop)),
        socket(loop, service, std::move(stream), std::move(leftover), [news = change] { news->notify(); }) {
    socket.text(true);
    socket.auto_fragment(false);
    socket.read_message_max(limits::websocket_message_bytes);
    socket.accept(accepted_upgrade());
  }

  std::shared_ptr<notification> change;  ///< the source has something, or the peer has ended
  websocket::stream<websocket_transport, false> socket;
  bool closed = false;      ///< by the peer or by a rule that it broke
  one_shot_event read_all;  ///< nothing more will be read
};

websocket_session::websocket_session(asio::any_io_executor loop, const http_service& service,
                                     std::shared_ptr<byte_stream> stream,
                                     std::shared_ptr<stream_source> source, std::string leftover)
    : loop_(std::move(loop)),
      service_(service),
      stream_(std::move(stream)),
      source_(std::move(source)),
      connection_(std::make_shared<connection>(loop_, service, stream_, std::move(leftover))) {}

// Whatever ended the session, a cancellation too: who reads must not wait for ever.
websocket_session::~websocket_session() {
  source_->on_available(nullptr);
  stream_->close();
  connection_->socket.next_layer().release_end();
}

asio::awaitable<void> websocket_session::read_peer(std::shared_ptr<connection> self) {
  std::array<char, 4096> bytes;
  const asio::mutable_buffer space(bytes.data(), bytes.size());
  boost::system::error_code ec;
  while (!ec) co_await self->socket.async_read_some(space, asio::redirect_error(asio::use_awaitable, ec));
  self->closed = true;
  self->change->notify();
  co_await self->socket.next_layer().drain();
  self->read_all.wake();
}

asio::awaitable<bool> websocket_session::write(std::shared_ptr<const std::string> message) {
  const asio::const_buffer all(message->data(), message->size());
  boost::system::error_code ec;
  co_await connection_->socket.async_write(all, asio::redirect_error(asio::use_awaitable, ec));
  co_return !ec;
}

// All that the source has now.
asio::awaitable<bool> websocket_session::write_messages() {
  auto message = source_->next();
  std::size_t gathered = 0;
  bool open = true;
  while (message && open) {
    auto following = source_->next();
    gathered += message->size();
    const bool waits = following && gathered < limits::stream_write_bytes;
    if (!waits) gathered = 0;
    connection_->socket.next_layer().expect_more(waits);
    open = co_await write(message);
    message = std::move(following);
  }
  co_return open;
}

// False: the peer is not there any more.
asio::awaitable<bool> websocket_session::wait_for_change() {
  const auto change = connection_->change;
  source_->on_available([change = std::weak_ptr<notification>(change)] {
    if (const auto waiting = change.lock()) waiting->notify();
  });
  auto alarm = service_.time.make_timer();
  bool quiet = false;
  alarm->arm(service_.time.now() + limits::stream_alive_every, [&quiet, change] {
    quiet = true;
    change->notify();
  });
  co_await change->wait();
  if (!quiet) co_return true;
  if (!connection_->socket.next_layer().take_heard()) {
    service_.log.debug("a live answer broke off", {{"why", "the peer answers no ping"}});
    stream_->close();
    co_return false;
  }
  const websocket::ping_data nothing;
  boost::system::error_code ec;
  co_await connection_->socket.async_ping(nothing, asio::redirect_error(asio::use_awaitable, ec));
  co_return !ec;
}

// The peer has a moment to close as well, so that it gets all that was said.
asio::awaitable<void> websocket_session::close() {
  auto& socket = connection_->socket;
  const bool cut = source_->ended() == stream_source::end::cut;
  const websocket::close_reason reason(cut ? websocket::close_code::policy_error
                                           : websocket::close_code::normal);
  socket.next_layer().begin_closing();
  boost::system::error_code ec;
  co_await socket.async_close(reason, asio::redirect_error(asio::use_awaitable, ec));
  socket.next_layer().release_end();
  co_await connection_->read_all.wait();
}

asio::awaitable<void> websocket_session::run() {
  base::task_group reading(loop_, service_.log);
  reading.spawn("websocket reader", read_peer(connection_));
  auto& transport = connection_->socket.next_layer();
  bool open = true;
  while (open && !connection_->closed) {
    open = co_await write_messages();
    if (!open || source_->ended() != stream_source::end::open || transport.has_peer_ended()) break;
    open = co_await wait_for_change();
  }
  co_await close();
}

}  // namespace gamekeeper::net
