#pragma once

#include "net/byte_stream.hpp"
#include "net/http_service.hpp"
#include "net/one_shot_event.hpp"
#include "net/stream_deadline.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/associated_cancellation_slot.hpp>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffers_iterator.hpp>
#include <boost/asio/error.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/system/error_code.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>

namespace gamekeeper::net {

/// A byte_stream as Beast's websocket::stream wants its next layer (AsyncStream), with what the connection needs
/// besides: every write has the server's deadline; once the closing handshake has begun, what the peer sends has
/// a limit of time (limits::stream_close_wait) and of bytes (limits::refused_body_bytes); and a peer that only
/// ends its own side is not taken for one that has left.
class websocket_transport {
 public:
  using executor_type = boost::asio::any_io_executor;
  using error_code = boost::system::error_code;

  /// `leftover` came behind the upgrade's header and is read first. `on_end` is called when the peer has ended its
  /// side, or the connection broke. What is referred to outlives the transport.
  websocket_transport(executor_type loop, const http_service& service, std::shared_ptr<byte_stream> stream,
                      std::string leftover, std::function<void()> on_end);

  /// Whether another frame follows at once: until one does not, frames wait, so that all take a single write.
  void expect_more(bool more) noexcept { more_ = more; }
  /// From here on the limits of the closing handshake hold.
  void begin_closing();
  /// Reads and drops what the peer still sends, up to the limits.
  boost::asio::awaitable<void> drain();
  /// Whether anything came since the last call.
  bool take_heard() noexcept { return std::exchange(heard_, false); }
  bool has_peer_ended() const noexcept { return peer_ended_; }
  /// The end of the stream is withheld from Beast, which writes nothing behind it, until this, or until a frame was
  /// written after begin_closing().
  void release_end() { end_released_.wake(); }

  // What Beast asks of a next layer. Cancelling an operation closes the stream.
  executor_type get_executor() const noexcept { return loop_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    const auto begin = [this](auto handler, boost::asio::mutable_buffer into) {
      run(read(into), erased(std::move(handler)));
    };
    const boost::asio::mutable_buffer into = *boost::asio::buffer_sequence_begin(buffers);
    return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(begin, token, into);
  }

  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    const auto begin = [this](auto handler, std::size_t size) {
      run(write(size), erased(std::move(handler)));
    };
    outgoing_.append(boost::asio::buffers_begin(buffers), boost::asio::buffers_end(buffers));
    const auto size = boost::asio::buffer_size(buffers);
    return boost::asio::async_initiate<Token, void(error_code, std::size_t)>(begin, token, size);
  }

  // Only stream::accept() is used synchronously, and what it writes is an answer that the connection has already
  // sent in the server's own words.
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers, error_code& ec) {
    ec = {};
    return boost::asio::buffer_size(buffers);
  }
  template <class Buffers>
  std::size_t write_some(const Buffers& buffers) {
    return boost::asio::buffer_size(buffers);
  }
  template <class Buffers>
  std::size_t read_some(const Buffers&, error_code& ec) {
    ec = boost::asio::error::operation_not_supported;
    return 0;
  }
  template <class Buffers>
  std::size_t read_some(const Buffers&) {
    return 0;
  }

  /// Both sides have closed, or the peer broke a rule: the connection ends.
  template <class Handler>
  friend void async_teardown(boost::beast::role_type, websocket_transport& transport, Handler&& handler) {
    transport.run(transport.end_writing(),
                  transport.erased([h = std::forward<Handler>(handler)](error_code ec, std::size_t) mutable {
                    std::move(h)(ec);
                  }));
  }
  friend void teardown(boost::beast::role_type, websocket_transport& transport, error_code& ec) {
    ec = {};
    transport.stream_->close();
  }
  friend void beast_close_socket(websocket_transport& transport) { transport.stream_->close(); }

 private:
  struct outcome {
    error_code ec;
    std::size_t bytes = 0;
  };
  // Beast's handlers are of a dozen types; the coroutines below are compiled once for all of them.
  struct handler_base {
    virtual ~handler_base() = default;
    virtual void complete(outcome result) = 0;
  };
  template <class Handler>
  struct handler_of final : handler_base {
    explicit handler_of(Handler h) : handler(std::move(h)) {}
    void complete(outcome result) override { std::move(handler)(result.ec, result.bytes); }
    Handler handler;
  };
  template <class Handler>
  std::unique_ptr<handler_base> erased(Handler handler) {
    auto slot = boost::asio::get_associated_cancellation_slot(handler);
    if (slot.is_connected())
      slot.assign([stream = std::weak_ptr<byte_stream>(stream_)](boost::asio::cancellation_type) {
        if (const auto open = stream.lock()) open->close();
      });
    return std::make_unique<handler_of<Handler>>(std::move(handler));
  }

  void run(boost::asio::awaitable<outcome> operation, std::unique_ptr<handler_base> handler);
  boost::asio::awaitable<outcome> read(boost::asio::mutable_buffer into);
  boost::asio::awaitable<outcome> write(std::size_t size);
  boost::asio::awaitable<outcome> end_writing();

  executor_type loop_;
  const http_service& service_;
  std::shared_ptr<byte_stream> stream_;
  stream_deadline deadline_;
  std::string leftover_;
  std::string outgoing_;  ///< frames that wait for the next one
  std::function<void()> on_end_;
  one_shot_event end_released_;
  std::size_t dropped_ = 0;  ///< bytes that came since begin_closing()
  bool more_ = false;
  bool closing_ = false;
  bool heard_ = true;
  bool peer_ended_ = false;
};

}  // namespace gamekeeper::net
