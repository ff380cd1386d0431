#pragma once

#include "net/byte_stream.hpp"

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>

namespace gamekeeper::net {

/// TLS over a connected socket, as a byte_stream once handshake() has succeeded.
class tls_stream final : public byte_stream {
 public:
  tls_stream(boost::asio::ip::tcp::socket socket, boost::asio::ssl::context& context);

  SSL* native() noexcept { return stream_.native_handle(); }
  boost::asio::awaitable<boost::system::error_code> handshake(
      boost::asio::ssl::stream_base::handshake_type side);

  boost::asio::awaitable<base::result<std::size_t>> read_some(boost::asio::mutable_buffer into) override;
  boost::asio::awaitable<base::result<void>> write(boost::asio::const_buffer all) override;
  void stop_reading() noexcept override;
  void end_writing() noexcept override;
  void close() noexcept override;
  void reset() noexcept override;

 private:
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
  bool deaf_ = false;
};

}  // namespace gamekeeper::net
