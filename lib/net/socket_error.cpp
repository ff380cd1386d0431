#include "net/socket_error.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>

#include <cerrno>

namespace gamekeeper::net {

namespace asio = boost::asio;
using base::errc;
using base::error;

base::error socket_failure(std::string_view message, const boost::system::error_code& ec) {
  std::string text(message);
  if (ec == asio::error::operation_aborted || ec == asio::error::bad_descriptor)
    return error(errc::cancelled, text + ": given up");
  if (ec == asio::error::eof) return error(errc::unreachable, text + ": the peer closed the connection");
  if (ec == asio::ssl::error::stream_truncated)
    return error(errc::unreachable, text + ": the connection was cut without TLS's goodbye");
  if (ec.category() == asio::error::get_ssl_category()) return error(errc::tls, text + ": " + ec.message());
  if (ec == asio::error::not_connected) return error(errc::unreachable, text + ": " + ec.message());
  return base::system_failure(message, ec.value());
}

}  // namespace gamekeeper::net
