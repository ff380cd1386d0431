#include "process/notify_socket.hpp"

#include "base/limits.hpp"
#include "base/received_message.hpp"
#include "base/unix_address.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <map>
#include <utility>

namespace gamekeeper::process {

namespace asio = boost::asio;

namespace {

struct notify_stream : std::enable_shared_from_this<notify_stream> {
  notify_stream(notify_socket_parts from, base::unique_fd socket)
      : descriptor(from.loop, socket.release()), parts(std::move(from)) {}
  ~notify_stream() {
    // With what waits unread in it, descriptors among that.
    if (descriptor.is_open()) parts.closer.close(base::unique_fd(descriptor.release()));
  }

  void wait() {
    descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this()](const boost::system::error_code& ec) {
                            if (ec || self->stopped) return;
                            self->read();
                            if (!self->stopped) self->wait();
                          });
  }

  void stop() {
    stopped = true;
    boost::system::error_code ignored;  // nothing is lost by it
    descriptor.cancel(ignored);
  }

  /// A bounded number in one turn: whoever floods the socket does not keep the loop from the rest.
  void read() {
    std::array<char, base::limits::notify_datagram_bytes> text;
    for (int i = 0; i < base::limits::notify_datagrams_turn && !stopped; ++i) {
      auto received = base::receive_message(descriptor.native_handle(), text);
      if (!received) return;
      take(*received, {text.data(), received->bytes});
      // Not before: systemd-notify(1) waits for that (sd_notify_barrier(3)) and ends, and of a process that has ended
      // nobody can say whose it was.
      parts.closer.close(std::move(received->descriptors));
    }
  }

  void take(const base::received_message& received, std::string_view text) {
    const auto sender = received.sender.value_or(ucred{});
    const auto refusal =
        received.cut ? "a notification is too long and not heard" : parts.trust.refuse(sender);
    if (!refusal.empty()) return refuse(refusal, sender);
    on_datagram(text);
  }

  /// Anybody who shares the network can send: each tenfold of each kind is worth a line, not each datagram.
  void refuse(std::string_view why, const ucred& sender) {
    auto& [count, next_line] = refused.try_emplace(why, 0, 1).first->second;
    if (++count < next_line) return;
    next_line *= 10;
    parts.log.warn(why, {{"sender", sender.pid},
                         {"user", static_cast<std::int64_t>(sender.uid)},
                         {"refused", count},
                         {"limit", base::limits::notify_datagram_bytes}});
  }

  asio::posix::stream_descriptor descriptor;
  notify_socket_parts parts;
  std::map<std::string_view, std::pair<std::uint64_t, std::uint64_t>>
      refused;  ///< by kind, of which there are few
  std::function<void(std::string_view)> on_datagram;
  bool stopped = false;
};

class bound_notify_socket final : public notify_socket {
 public:
  bound_notify_socket(notify_socket_parts parts, base::unique_fd socket, std::string name)
      : stream_(std::make_shared<notify_stream>(std::move(parts), std::move(socket))),
        name_(std::move(name)) {}
  ~bound_notify_socket() override {
    stream_->stop();
    if (!name_.starts_with('@')) ::unlink(name_.c_str());
  }
  const std::string& name() const noexcept override { return name_; }
  void start(std::function<void(std::string_view)> on_datagram) override {
    stream_->on_datagram = std::move(on_datagram);
    stream_->wait();
  }

 private:
  std::shared_ptr<notify_stream> stream_;
  std::string name_;
};

base::result<void> bind_to(int socket, const std::string& name) {
  const auto address = base::unix_address::parse(name);
  if (!address) return address.error();
  struct stat about {};
  if (!address->is_abstract() && ::lstat(name.c_str(), &about) == 0 && S_ISSOCK(about.st_mode))
    ::unlink(name.c_str());
  if (::bind(socket, address->generic(), address->size()) != 0)
    return base::system_failure("cannot bind " + name, errno);
  if (!address->is_abstract() && ::chmod(name.c_str(), 0666) != 0)
    return base::system_failure("cannot open " + name + " to the game's user", errno);
  return {};
}

}  // namespace

base::result<std::unique_ptr<notify_socket>> make_notify_socket(notify_socket_parts parts, std::string name) {
  base::unique_fd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) return base::system_failure("no socket for notifications", errno);
  const int on = 1;
  if (::setsockopt(socket.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) != 0)
    return base::system_failure("SO_PASSCRED", errno);
  if (const auto bound = bind_to(socket.get(), name); !bound) return bound.error();
  return std::unique_ptr<notify_socket>(
      std::make_unique<bound_notify_socket>(std::move(parts), std::move(socket), std::move(name)));
}

}  // namespace gamekeeper::process
