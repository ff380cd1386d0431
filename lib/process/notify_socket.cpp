#include "process/notify_socket.hpp"

#include "base/fd.hpp"
#include "base/limits.hpp"
#include "process/process_tree.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <vector>

namespace gamekeeper::process {

namespace asio = boost::asio;

namespace {

constexpr std::size_t descriptors_max = 253;  // SCM_MAX_FD, unix(7)

struct datagram {
  std::array<char, base::limits::notify_datagram_bytes> text;
  std::size_t bytes = 0;
  pid_t sender = 0;
  bool cut = false;
  /// Closed after the datagram is dealt with: systemd-notify(1) waits for that (sd_notify_barrier(3)) and ends,
  /// and of a process that has ended nobody can say whose it was.
  std::vector<base::unique_fd> descriptors;
};

/// Everything that the kernel may put beside the text.
struct ancillary {
  alignas(
      cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(int) * descriptors_max)> bytes;
};

void read_ancillary(msghdr& message, datagram& into) {
  for (auto* each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
    if (each->cmsg_level != SOL_SOCKET) continue;
    if (each->cmsg_type == SCM_CREDENTIALS && each->cmsg_len >= CMSG_LEN(sizeof(ucred))) {
      ucred who{};
      std::memcpy(&who, CMSG_DATA(each), sizeof(who));
      into.sender = who.pid;
    } else if (each->cmsg_type == SCM_RIGHTS) {
      const auto count = (each->cmsg_len - CMSG_LEN(0)) / sizeof(int);
      for (std::size_t i = 0; i < count; ++i) {
        int fd = -1;
        std::memcpy(&fd, CMSG_DATA(each) + i * sizeof(int), sizeof(fd));
        into.descriptors.emplace_back(fd);
      }
    }
  }
}

/// False when there is nothing more.
bool receive(int socket, datagram& into) {
  ancillary beside;
  iovec place{into.text.data(), into.text.size()};
  msghdr message{};
  message.msg_iov = &place;
  message.msg_iovlen = 1;
  message.msg_control = beside.bytes.data();
  message.msg_controllen = beside.bytes.size();
  into.descriptors.clear();
  const auto got = ::recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (got < 0) return false;
  into.bytes = static_cast<std::size_t>(got);
  into.cut = (message.msg_flags & MSG_TRUNC) != 0;
  into.sender = 0;
  read_ancillary(message, into);
  return true;
}

struct notify_stream : std::enable_shared_from_this<notify_stream> {
  notify_stream(const asio::any_io_executor& loop, int fd, base::logger& to)
      : descriptor(loop, fd), log(to) {}

  void wait() {
    descriptor.async_wait(asio::posix::stream_descriptor::wait_read,
                          [self = shared_from_this()](const boost::system::error_code& ec) {
                            if (ec || self->stopped) return;
                            self->read();
                            if (!self->stopped) self->wait();
                          });
  }

  /// A bounded number in one turn: whoever floods the socket does not keep the loop from the rest.
  void read() {
    datagram one;
    for (int i = 0; i < base::limits::notify_datagrams_turn && !stopped; ++i) {
      if (!receive(descriptor.native_handle(), one)) return;
      if (one.cut) {
        refuse("a notification is too long and not heard", one.sender);
      } else if (!descends_from(one.sender, ::getpid())) {
        refuse("a notification from outside the game is not heard", one.sender);
      } else {
        on_notification(parse_notification({one.text.data(), one.bytes}), one.sender);
      }
    }
  }

  /// Anybody who shares the network can send: each tenfold is worth a line, not each datagram.
  void refuse(std::string_view why, pid_t sender) {
    if (++refused < next_line) return;
    next_line *= 10;
    log.warn(why, {{"sender", sender}, {"refused", refused}, {"limit", base::limits::notify_datagram_bytes}});
  }

  asio::posix::stream_descriptor descriptor;
  std::uint64_t refused = 0;
  std::uint64_t next_line = 1;
  base::logger& log;
  std::function<void(const notification&, pid_t)> on_notification;
  bool stopped = false;
};

class bound_notify_socket final : public notify_socket {
 public:
  bound_notify_socket(asio::any_io_executor loop, base::unique_fd socket, base::logger& log, std::string name)
      : stream_(std::make_shared<notify_stream>(std::move(loop), socket.release(), log)),
        name_(std::move(name)) {}
  ~bound_notify_socket() override {
    stream_->stopped = true;
    boost::system::error_code ignored;  // nothing is lost by it
    stream_->descriptor.close(ignored);
    if (!name_.starts_with('@')) ::unlink(name_.c_str());
  }
  const std::string& name() const noexcept override { return name_; }
  void start(std::function<void(const notification&, pid_t)> on_notification) override {
    stream_->on_notification = std::move(on_notification);
    stream_->wait();
  }

 private:
  std::shared_ptr<notify_stream> stream_;
  std::string name_;
};

base::result<void> bind_to(int socket, const std::string& name) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (name.empty() || name.size() >= sizeof(address.sun_path))
    return base::error(base::errc::invalid_input, "a socket's name has from 1 to 107 bytes: '" + name + "'");
  std::memcpy(address.sun_path, name.data(), name.size());
  const bool abstract = name.starts_with('@');
  struct stat about {};
  if (abstract)
    address.sun_path[0] = '\0';
  else if (::lstat(name.c_str(), &about) == 0 && S_ISSOCK(about.st_mode))
    ::unlink(name.c_str());
  const auto length = offsetof(sockaddr_un, sun_path) + name.size() + (abstract ? 0 : 1);
  if (::bind(socket, reinterpret_cast<const sockaddr*>(&address), static_cast<socklen_t>(length)) != 0)
    return base::system_failure("cannot bind " + name, errno);
  if (!abstract && ::chmod(name.c_str(), 0666) != 0)
    return base::system_failure("cannot open " + name + " to the game's user", errno);
  return {};
}

}  // namespace

base::result<std::unique_ptr<notify_socket>> make_notify_socket(asio::any_io_executor loop, base::logger& log,
                                                                std::string name) {
  base::unique_fd socket(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket.valid()) return base::system_failure("no socket for notifications", errno);
  const int on = 1;
  if (::setsockopt(socket.get(), SOL_SOCKET, SO_PASSCRED, &on, sizeof(on)) != 0)
    return base::system_failure("SO_PASSCRED", errno);
  if (const auto bound = bind_to(socket.get(), name); !bound) return bound.error();
  return std::unique_ptr<notify_socket>(
      std::make_unique<bound_notify_socket>(std::move(loop), std::move(socket), log, std::move(name)));
}

}  // namespace gamekeeper::process
