#include "net/unix_stream.hpp"

#include "base/received_message.hpp"
#include "net/socket_stream.hpp"

#include <sys/ioctl.h>

#include <cerrno>
#include <span>

namespace gamekeeper::net {

namespace asio = boost::asio;
using base::result;
using local_socket = asio::local::stream_protocol::socket;

namespace {

class foreign_stream final : public socket_stream<local_socket> {
 public:
  foreign_stream(local_socket socket, base::descriptor_closer& closer)
      : socket_stream(std::move(socket)), closer_(closer) {}
  ~foreign_stream() override { close_unread(socket_, closer_); }

  asio::awaitable<result<std::size_t>> read_some(asio::mutable_buffer into) override {
    const std::span<char> text(static_cast<char*>(into.data()), into.size());
    for (;;) {
      if (deaf_ || !socket_.is_open()) co_return base::error(base::errc::cancelled, "reading was stopped");
      if (auto received = base::receive_message(socket_.native_handle(), text)) {
        closer_.close(std::move(received->descriptors));
        co_return received->bytes;
      }
      boost::system::error_code ec(errno, boost::system::system_category());
      if (ec == asio::error::interrupted) continue;
      if (ec == asio::error::would_block)
        co_await socket_.async_wait(local_socket::wait_read, asio::redirect_error(asio::use_awaitable, ec));
      if (ec) co_return socket_failure("read", ec);
    }
  }

  void close() noexcept override { close_unread(socket_, closer_); }
  void reset() noexcept override { close(); }

 private:
  base::descriptor_closer& closer_;
};

}  // namespace

std::unique_ptr<byte_stream> unix_stream(local_socket socket, base::descriptor_closer& closer) {
  return std::make_unique<foreign_stream>(std::move(socket), closer);
}

void close_unread(local_socket& socket, base::descriptor_closer& closer) noexcept {
  boost::system::error_code ec;
  if (!socket.is_open()) return;
  // From here on the peer can put nothing more into the queue, so what is found there is all that there will be.
  socket.shutdown(local_socket::shutdown_both, ec);
  int unread = 0;
  const bool empty = ::ioctl(socket.native_handle(), FIONREAD, &unread) == 0 && unread == 0;
  if (empty)
    socket.close(ec);
  else
    closer.close(base::unique_fd(socket.release(ec)));
}

}  // namespace gamekeeper::net
