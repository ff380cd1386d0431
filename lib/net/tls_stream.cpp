#include "net/tls_stream.hpp"

#include "net/socket_error.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

namespace gamekeeper::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using base::errc;
using base::error;
using base::result;

tls_stream::tls_stream(tcp::socket socket, asio::ssl::context& context)
    : stream_(std::move(socket), context) {
  // An idle connection gives its record buffers back.
  SSL_set_mode(stream_.native_handle(), SSL_MODE_RELEASE_BUFFERS);
}

asio::awaitable<boost::system::error_code> tls_stream::handshake(
    asio::ssl::stream_base::handshake_type side) {
  boost::system::error_code ec;
  co_await stream_.async_handshake(side, asio::redirect_error(asio::use_awaitable, ec));
  co_return ec;
}

asio::awaitable<result<std::size_t>> tls_stream::read_some(asio::mutable_buffer into) {
  if (deaf_) co_return error(errc::cancelled, "reading was stopped");
  boost::system::error_code ec;
  const auto got = co_await stream_.async_read_some(into, asio::redirect_error(asio::use_awaitable, ec));
  if (deaf_) co_return error(errc::cancelled, "reading was stopped");
  if (ec == asio::error::eof) co_return std::size_t{0};
  if (ec) co_return socket_failure("read", ec);
  co_return got;
}

asio::awaitable<result<void>> tls_stream::write(asio::const_buffer all) {
  boost::system::error_code ec;
  co_await asio::async_write(stream_, all, asio::redirect_error(asio::use_awaitable, ec));
  if (ec) co_return socket_failure("write", ec);
  co_return result<void>();
}

void tls_stream::stop_reading() noexcept {
  deaf_ = true;
  boost::system::error_code ignored;
  stream_.lowest_layer().cancel(ignored);
}

// Without close_notify, for which the peer's answer would have to be waited for: what was sent is framed by
// itself.
void tls_stream::end_writing() noexcept {
  boost::system::error_code ignored;
  stream_.lowest_layer().shutdown(tcp::socket::shutdown_send, ignored);
}

void tls_stream::reset() noexcept {
  boost::system::error_code ignored;
  stream_.lowest_layer().set_option(asio::socket_base::linger(true, 0), ignored);
  stream_.lowest_layer().close(ignored);
}

void tls_stream::close() noexcept {
  boost::system::error_code ignored;
  stream_.lowest_layer().close(ignored);
}

}  // namespace gamekeeper::net
