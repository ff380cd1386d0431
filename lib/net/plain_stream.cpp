#include "net/connect.hpp"
#include "net/socket_error.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace gamekeeper::net {

namespace asio = boost::asio;
using base::errc;
using base::error;
using base::result;

namespace {

template <class Socket>
class socket_stream final : public byte_stream {
 public:
  explicit socket_stream(Socket socket) : socket_(std::move(socket)) {
    boost::system::error_code ignored;
    socket_.non_blocking(true, ignored);
  }

  asio::awaitable<result<std::size_t>> read_some(asio::mutable_buffer into) override {
    if (deaf_) co_return error(errc::cancelled, "reading was stopped");
    boost::system::error_code ec;
    const auto got = co_await socket_.async_read_some(into, asio::redirect_error(asio::use_awaitable, ec));
    if (deaf_) co_return error(errc::cancelled, "reading was stopped");
    if (ec == asio::error::eof) co_return std::size_t{0};
    if (ec) co_return socket_failure("read", ec);
    co_return got;
  }

  // Nearly always the kernel takes everything at once; then there is nothing to wait for and no turn of the
  // loop to pay.
  asio::awaitable<result<void>> write(asio::const_buffer all) override {
    while (all.size() > 0) {
      boost::system::error_code ec;
      all += socket_.write_some(all, ec);
      if (ec == asio::error::would_block)
        co_await socket_.async_wait(Socket::wait_write, asio::redirect_error(asio::use_awaitable, ec));
      if (ec) co_return socket_failure("write", ec);
    }
    co_return result<void>();
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
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    socket_.close(ignored);
  }

 private:
  Socket socket_;
  bool deaf_ = false;
};

template <class Socket>
std::unique_ptr<byte_stream> wrap(Socket socket) {
  return std::make_unique<socket_stream<Socket>>(std::move(socket));
}

}  // namespace

std::unique_ptr<byte_stream> plain_stream(asio::ip::tcp::socket socket) {
  return wrap(std::move(socket));
}
std::unique_ptr<byte_stream> plain_stream(asio::local::stream_protocol::socket socket) {
  return wrap(std::move(socket));
}

}  // namespace gamekeeper::net
