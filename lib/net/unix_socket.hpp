#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "net/byte_stream.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <sys/types.h>

#include <memory>
#include <string>

namespace gamekeeper::net {

/// A listening unix stream socket and its file. The file is removed when the listener is destroyed, unless
/// somebody else has put another one in its place.
class unix_listener {
 public:
  unix_listener(unix_listener&&) noexcept;
  unix_listener& operator=(unix_listener&&) noexcept;
  ~unix_listener();

  const std::string& path() const noexcept { return path_; }
  int fd() const noexcept { return fd_.get(); }
  /// The socket itself; its file stays with the listener.
  base::unique_fd release_socket() noexcept { return std::move(fd_); }

 private:
  friend base::result<unix_listener> listen_unix(const std::string& path, mode_t mode);
  unix_listener(std::string path, base::unique_fd fd, dev_t device, ino_t inode);
  std::string path_;
  base::unique_fd fd_;
  dev_t device_ = 0;
  ino_t inode_ = 0;
};

/// Binds and listens. The file has `mode` from its first moment (unix(7): connecting needs write permission).
/// A socket file that nobody answers on is stale and replaced; one that is answered is `busy`, and the
/// message names the owner's pid; anything else at that path is `invalid_input`. So is a path longer than 107
/// bytes.
base::result<unix_listener> listen_unix(const std::string& path, mode_t mode);

/// Connects to a unix socket. not_found: no such file; unreachable: nobody listens.
boost::asio::awaitable<base::result<std::unique_ptr<byte_stream>>> connect_unix(
    boost::asio::any_io_executor loop, std::string path);

}  // namespace gamekeeper::net
