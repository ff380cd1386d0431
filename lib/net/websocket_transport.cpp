#include "net/websocket_transport.hpp"

#include "base/limits.hpp"

#include <boost/asio/co_spawn.hpp>

#include <array>
#include <exception>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace limits = base::limits;

websocket_transport::websocket_transport(executor_type loop, const http_service& service,
                                         std::shared_ptr<byte_stream> stream, std::string leftover,
                                         std::function<void()> on_end)
    : loop_(std::move(loop)),
      service_(service),
      stream_(std::move(stream)),
      deadline_(service.time, *stream_),
      leftover_(std::move(leftover)),
      on_end_(std::move(on_end)) {}

void websocket_transport::run(asio::awaitable<outcome> operation, std::unique_ptr<handler_base> handler) {
  auto on_end = [handler = std::move(handler), &log = service_.log](std::exception_ptr escaped,
                                                                    outcome result) {
    if (escaped) {
      log.error("internal error: an operation of a WebSocket threw");
      result.ec = asio::error::operation_aborted;
    }
    handler->complete(result);
  };
  asio::co_spawn(loop_, std::move(operation), std::move(on_end));
}

void websocket_transport::begin_closing() {
  more_ = false;
  if (std::exchange(closing_, true)) return;
  deadline_.close_at(service_.time.now() + service_.limits.write_deadline);
}

asio::awaitable<websocket_transport::outcome> websocket_transport::read(asio::mutable_buffer into) {
  outcome out;
  if (!leftover_.empty()) {
    out.bytes = asio::buffer_copy(into, asio::buffer(leftover_));
    leftover_.erase(0, out.bytes);
  } else {
    const auto got = co_await stream_->read_some(into);
    out.bytes = got ? *got : 0;
  }
  heard_ = true;
  if (closing_) dropped_ += out.bytes;
  if (dropped_ > limits::refused_body_bytes) {
    stream_->close();
    out = outcome();
  }
  if (out.bytes > 0) co_return out;
  peer_ended_ = true;
  on_end_();
  co_await end_released_.wait();
  out.ec = asio::error::eof;
  co_return out;
}

// `size` is how much of what is to be written is new.
asio::awaitable<websocket_transport::outcome> websocket_transport::write(std::size_t size) {
  outcome out;
  out.bytes = size;
  if (more_) co_return out;
  deadline_.close_at(service_.time.now() + service_.limits.write_deadline);
  const auto text = std::exchange(outgoing_, std::string());
  const asio::const_buffer all(text.data(), text.size());
  const auto written = co_await stream_->write(all);
  if (!written) {
    service_.log.debug("a live answer broke off",
                       {{"why", deadline_.expired() ? "the peer does not read" : written.error().message()}});
    stream_->close();
    out.ec = asio::error::broken_pipe;
  }
  deadline_.clear();
  if (closing_) {
    deadline_.close_at(service_.time.now() + limits::stream_close_wait);
    release_end();
  }
  co_return out;
}

asio::awaitable<websocket_transport::outcome> websocket_transport::end_writing() {
  more_ = false;
  closing_ = true;
  if (!outgoing_.empty()) co_await write(0);
  stream_->end_writing();
  deadline_.close_at(service_.time.now() + limits::stream_close_wait);
  co_return outcome();
}

asio::awaitable<void> websocket_transport::drain() {
  release_end();
  std::array<char, 4096> bytes;
  const asio::mutable_buffer space(bytes.data(), bytes.size());
  bool more = true;
  while (more) {
    const auto got = co_await read(space);
    more = !got.ec;
  }
}

}  // namespace gamekeeper::net
