#include "net/http_connection.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"
#include "net/response_stream.hpp"
#include "net/websocket_session.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>

#include <array>
#include <exception>

namespace gamekeeper::net {

namespace asio = boost::asio;
using base::errc;

http_connection::http_connection(const http_service& service, std::shared_ptr<byte_stream> stream,
                                 const http_peer& peer, base::slot_pool::slot& slot)
    : service_(service),
      stream_(std::move(stream)),
      peer_(peer),
      slot_(slot),
      codec_(*stream_, service.limits.request_body_bytes),
      deadline_(service.time, *stream_) {}

asio::awaitable<void> http_connection::serve() {
  // Not `while (co_await serve_one())`: with UBSan g++ 12 compiles a trap into that condition.
  bool more = true;
  while (more) more = co_await serve_one();
  stream_->close();
}

asio::awaitable<void> http_connection::refuse() {
  co_await say_goodbye(503, "this server has as many connections as it allows; try again later");
  stream_->close();
}

// Whoever has not sent a whole request may have to go for somebody else.
void http_connection::wait_idle() {
  slot_.set_idle([stream = std::weak_ptr<byte_stream>(stream_)] {
    if (const auto open = stream.lock()) open->close();
  });
}

// False: the connection has served its time.
asio::awaitable<bool> http_connection::serve_one() {
  wait_idle();
  deadline_.close_at(service_.time.now() + service_.limits.idle);
  const auto first = co_await codec_.wait_for_message();
  if (!first || !*first) co_return false;

  deadline_.stop_reading_at(service_.time.now() + service_.limits.request_deadline);
  auto incoming = co_await codec_.read_request();
  if (!incoming) {
    co_await reject(incoming.error());
    co_return false;
  }
  deadline_.clear();
  slot_.set_busy();
  const bool keep_alive = incoming->keep_alive;
  auto response = co_await answer(std::move(incoming->request));
  if (response.messages) {
    co_await start_stream(std::move(response));
    co_return false;
  }
  if (response.delivery == answer_delivery::reset) {
    stream_->reset();
    co_return false;
  }
  const bool goes_on = keep_alive && response.delivery == answer_delivery::whole;
  const bool written = co_await write(std::move(response), goes_on);
  co_return written&& goes_on;
}

asio::awaitable<http_response> http_connection::answer(http_request request) {
  std::string what;
  const std::string path(request.path());
  try {
    co_return co_await service_.handler(std::move(request), peer_);
  } catch (const std::exception& e) {
    what = e.what();
  }
  // Not a failure of the handler: the server is being stopped.
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (cancellation.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);
  service_.log.error("internal error: a request handler threw", {{"path", path}, {"what", what}});
  co_return service_.error_page(500, "an internal error; the log of this server says more");
}

asio::awaitable<void> http_connection::start_stream(http_response response) {
  deadline_.close_at(service_.time.now() + service_.limits.write_deadline);
  const auto started = co_await codec_.write_live_header(response);
  deadline_.clear();
  if (!started) {
    service_.log.debug("a live answer could not begin", {{"why", started.error().message()}});
    co_return;
  }
  if (codec_.answers_to_head()) co_return;
  const auto loop = co_await asio::this_coro::executor;
  if (response.status == 101) {
    websocket_session session(loop, service_, stream_, std::move(response.messages), codec_.take_leftover());
    co_await session.run();
  } else {
    const auto framing = codec_.peer_is_http_1_0() ? line_framing::bare : line_framing::chunked;
    response_stream lines(loop, service_, stream_, framing, std::move(response.messages));
    co_await lines.run();
  }
}

asio::awaitable<bool> http_connection::write(http_response response, bool keep_alive) {
  deadline_.close_at(service_.time.now() + service_.limits.write_deadline);
  auto written = co_await codec_.write_response(response, keep_alive);
  if (!written && written.error().code() == errc::invalid_input) {
    service_.log.error("internal error: a request handler gave an answer that cannot be sent",
                       {{"what", written.error().message()}});
    const auto page = service_.error_page(500, "an internal error; the log of this server says more");
    written = co_await codec_.write_response(page, keep_alive);
  }
  if (!written)
    service_.log.debug("an answer could not be written",
                       {{"peer", peer_.address}, {"why", written.error().message()}});
  co_return written.has_value();
}

asio::awaitable<void> http_connection::reject(base::error why) {
  service_.log.debug("a request was refused", {{"peer", peer_.address}, {"why", why.message()}});
  if (deadline_.expired()) {
    const auto allowed = base::format_duration(service_.limits.request_deadline);
    const auto page = service_.error_page(408, "the request was not complete within " + allowed);
    co_await write(page, false);
  } else if (why.code() == errc::malformed) {
    co_await say_goodbye(400, why.message());
  } else if (why.code() == errc::too_large) {
    const int status = codec_.header_too_large() ? 431 : 413;
    co_await say_goodbye(status, why.message());
  }
}

// The peer may still be sending. Closing at once would answer that with a reset, and a reset can overtake the
// page that says why: so the rest is read and dropped, within limits of bytes and time.
asio::awaitable<void> http_connection::say_goodbye(int status, std::string detail) {
  const auto page = service_.error_page(status, std::move(detail));
  const bool written = co_await write(page, false);
  if (!written) co_return;
  stream_->end_writing();
  std::array<char, 4096> dropped;
  const asio::mutable_buffer space(dropped.data(), dropped.size());
  for (std::size_t total = 0; total < base::limits::refused_body_bytes;) {
    const auto got = co_await stream_->read_some(space);
    if (!got || *got == 0) co_return;
    total += *got;
  }
}

}  // namespace gamekeeper::net
