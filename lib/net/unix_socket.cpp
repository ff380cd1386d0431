#include "net/unix_socket.hpp"

#include "base/unix_address.hpp"
#include "net/connect.hpp"
#include "net/socket_error.hpp"

#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace gamekeeper::net {

namespace asio = boost::asio;
using base::errc;
using base::error;
using base::result;
using base::system_failure;
using base::unique_fd;
using base::unix_address;

namespace {

unique_fd make_socket() {
  return unique_fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
}

error owned(const std::string& path, int connected) {
  ucred owner{};
  socklen_t size = sizeof owner;
  const bool known = connected >= 0 && ::getsockopt(connected, SOL_SOCKET, SO_PEERCRED, &owner, &size) == 0;
  return error(errc::busy, "the socket " + path + " is in use" +
                               (known && owner.pid > 0 ? " by process " + std::to_string(owner.pid) : ""));
}

// Success means that nothing is at that path any more.
result<void> clear_the_way(const std::string& path, const unix_address& address) {
  struct stat found {};
  if (::lstat(path.c_str(), &found) != 0) {
    if (errno == ENOENT) return {};
    return system_failure("cannot look at " + path, errno);
  }
  if (!S_ISSOCK(found.st_mode))
    return error(errc::invalid_input, path + " exists and is not a socket; it is left alone");
  const auto probe = make_socket();
  if (!probe.valid()) return system_failure("cannot make a socket", errno);
  if (::connect(probe.get(), address.generic(), address.size()) == 0) return owned(path, probe.get());
  // EAGAIN: somebody listens, but its queue is full.
  if (errno == EAGAIN) return owned(path, -1);
  if (errno == ENOENT) return {};
  if (errno != ECONNREFUSED) return system_failure("cannot find out who owns " + path, errno);
  if (::unlink(path.c_str()) != 0 && errno != ENOENT)
    return system_failure("cannot remove the stale socket " + path, errno);
  return {};
}

}  // namespace

unix_listener::unix_listener(std::string path, unique_fd fd, dev_t device, ino_t inode)
    : path_(std::move(path)), fd_(std::move(fd)), device_(device), inode_(inode) {}

unix_listener::unix_listener(unix_listener&& other) noexcept
    : path_(std::exchange(other.path_, {})),
      fd_(std::move(other.fd_)),
      device_(other.device_),
      inode_(other.inode_) {}

unix_listener& unix_listener::operator=(unix_listener&& other) noexcept {
  unix_listener taken(std::move(other));
  std::swap(path_, taken.path_);
  std::swap(fd_, taken.fd_);
  std::swap(device_, taken.device_);
  std::swap(inode_, taken.inode_);
  return *this;
}

unix_listener::~unix_listener() {
  struct stat found {};
  if (!path_.empty() && ::lstat(path_.c_str(), &found) == 0 && found.st_dev == device_ &&
      found.st_ino == inode_)
    ::unlink(path_.c_str());
}

result<unix_listener> listen_unix(const std::string& path, mode_t mode) {
  const auto address = unix_address::parse(path);
  if (!address) return address.error();
  if (const auto clear = clear_the_way(path, *address); !clear) return clear.error();
  auto fd = make_socket();
  if (!fd.valid()) return system_failure("cannot make a socket", errno);
  // Linux takes the file's mode from the socket's, less the umask: so it is never wider than asked for. What
  // the umask took away comes back before listen(), and until then nobody can connect.
  if (::fchmod(fd.get(), mode) != 0) return system_failure("cannot set the mode of a socket", errno);
  if (::bind(fd.get(), address->generic(), address->size()) != 0)
    return system_failure("cannot bind " + path, errno);
  struct stat made {};
  if (::lstat(path.c_str(), &made) != 0) return system_failure("cannot look at " + path, errno);
  unix_listener out(path, std::move(fd), made.st_dev, made.st_ino);
  if ((made.st_mode & 07777) != mode && ::chmod(path.c_str(), mode) != 0)
    return system_failure("cannot set the mode of " + path, errno);
  if (::listen(out.fd(), SOMAXCONN) != 0) return system_failure("cannot listen on " + path, errno);
  return out;
}

asio::awaitable<opened_stream> connect_unix(asio::any_io_executor loop, std::string path) {
  const auto address = unix_address::parse(path);
  if (!address) co_return address.error();
  asio::local::stream_protocol::socket socket(loop);
  const asio::local::stream_protocol::endpoint endpoint(path);
  boost::system::error_code ec;
  co_await socket.async_connect(endpoint, asio::redirect_error(asio::use_awaitable, ec));
  if (ec) co_return socket_failure("connecting to " + path, ec);
  co_return plain_stream(std::move(socket));
}

}  // namespace gamekeeper::net
