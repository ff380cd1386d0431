#include "net/connect.hpp"
#include "net/socket_stream.hpp"

namespace gamekeeper::net {

namespace asio = boost::asio;

namespace {

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
