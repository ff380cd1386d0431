#pragma once

#include "net/byte_stream.hpp"
#include "net/socket_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/socket_base.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <utility>

namespace gamekeeper::net {

/// One connection over a socket of Asio's, without TLS.
template <class Socket>
class socket_stream : public byte_stream {
 public:
  explicit socket_stream(Socket socket) : socket_(std::move(socket)) {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
  }

  boost::asio::awaitable<base::result<std::size_t>> read_some(boost::asio::mutable_buffer into) override {
    if (deaf_) co_return base::error(base::errc::cancelled, "reading was stopped");
    boost::system::error_code ec;
    const auto got =
        co_await socket_.async_read_some(into, boost::asio::redirect_error(boost::asio::use_awaitable, ec));
    if (deaf_) co_return base::error(base::errc::cancelled, "reading was stopped");
    if (ec == boost::asio::error::eof) co_return std::size_t{0};
    if (ec) co_return socket_failure("read", ec);
    co_return got;
  }

  // Nearly always the kernel takes everything at once; then there is nothing to wait for and no turn of the
  // loop to pay.
  boost::asio::awaitable<base::result<void>> write(boost::asio::const_buffer all) override {
    while (all.size() > 0) {
      boost::system::error_code ec;
      all += socket_.write_some(all, ec);
      if (ec == boost::asio::error::would_block)
        co_await socket_.async_wait(Socket::wait_write,
                                    boost::asio::redirect_error(boost::asio::use_awaitable, ec));
      if (ec) co_return socket_failure("write", ec);
    }
    co_return base::result<void>();
  }

  void stop_reading() noexcept override {
    deaf_ = true;
    boost::system::error_code ignored;
    socket_.cancel(ignored);
  }

  void end_writing() noexcept override {
    boost::system::error_code ignored;
    socket_.shutdown(Socket::shutdown_send, ignored);
  }

  void close() noexcept override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

  void reset() noexcept override {
    boost::system::error_code ignored;
    socket_.set_option(boost::asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
  }

 protected:
  Socket socket_;
  bool deaf_ = false;
};

}  // namespace gamekeeper::net
