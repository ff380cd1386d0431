#pragma once

#include "base/limits.hpp"
#include "net/http_server.hpp"
#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

namespace gamekeeper::tests {

/// A loop with real sockets and a time that only the test moves.
struct world {
  captured_log log;
  boost::asio::io_context loop{1};
  fake_clock time{loop};

  ~world() { settle(); }

  /// Lets everything happen that needs no peer and no time.
  void settle() {
    loop.restart();
    while (loop.poll() > 0) loop.restart();
  }

  /// Turns the loop until `reached` says so; a test that hangs fails instead.
  template <class Condition>
  void until(Condition reached) {
    while (!reached()) {
      loop.restart();
      if (loop.run_one_for(std::chrono::seconds(20)) == 0)
        throw std::runtime_error("nothing happens any more");
    }
  }

  /// What the coroutine gives, however many turns it takes.
  template <class T>
  T finish(boost::asio::awaitable<T> task) {
    auto pending = start(std::move(task));
    until([&] { return pending->has_value(); });
    return std::move(**pending);
  }

  /// The same without waiting for it.
  template <class T>
  std::shared_ptr<std::optional<T>> start(boost::asio::awaitable<T> task) {
    auto out = std::make_shared<std::optional<T>>();
    boost::asio::co_spawn(loop, std::move(task), [out](std::exception_ptr escaped, T value) {
      if (escaped) std::rethrow_exception(escaped);
      out->emplace(std::move(value));
    });
    return out;
  }
};

/// The other end of a connection, for saying what no well-behaved client would. Collects all that it is sent.
template <class Protocol>
class raw_peer {
 public:
  raw_peer(boost::asio::io_context& loop, const typename Protocol::endpoint& endpoint)
      : state_(std::make_shared<state>(loop)) {
    state_->socket.connect(endpoint);
    boost::asio::co_spawn(loop, collect(state_), [](std::exception_ptr escaped) {
      if (escaped) std::rethrow_exception(escaped);
    });
  }
  ~raw_peer() { close(); }
  raw_peer(const raw_peer&) = delete;

  void send(std::string_view text) { boost::asio::write(state_->socket, boost::asio::buffer(text)); }
  void end() { state_->socket.shutdown(Protocol::socket::shutdown_send); }
  void close() {
    boost::system::error_code ignored;
    state_->socket.close(ignored);
  }
  const std::string& received() const { return state_->received; }
  bool ended() const { return state_->ended; }

 private:
  struct state {
    explicit state(boost::asio::io_context& loop) : socket(loop) {}
    typename Protocol::socket socket;
    std::string received;
    bool ended = false;
  };

  static boost::asio::awaitable<void> collect(std::shared_ptr<state> self) {
    char bytes[4096];
    const boost::asio::mutable_buffer space(bytes, sizeof bytes);
    boost::system::error_code ec;
    while (!ec) {
      const auto got = co_await self->socket.async_read_some(
          space, boost::asio::redirect_error(boost::asio::use_awaitable, ec));
      self->received.append(bytes, got);
    }
    self->ended = true;
  }

  std::shared_ptr<state> state_;
};

using raw_tcp = raw_peer<boost::asio::ip::tcp>;

inline boost::asio::ip::tcp::endpoint local_endpoint(std::uint16_t port) {
  return {boost::asio::ip::address_v4::loopback(), port};
}

inline net::http_server_limits small_limits() {
  net::http_server_limits out;
  out.request_body_bytes = 1000;
  out.connections = 8;
  out.request_deadline = std::chrono::seconds(5);
  out.idle = std::chrono::minutes(1);
  out.write_deadline = std::chrono::seconds(5);
  return out;
}

inline net::http_response plain_page(int status, std::string detail) {
  return net::http_response(status, "text/plain", std::move(detail));
}

}  // namespace gamekeeper::tests
