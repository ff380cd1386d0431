#include "process/log_output.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <climits>
#include <string>

namespace gamekeeper::process {

log_output::log_output(int fd) : fd_(fd) {
  struct stat about {};
  if (::fstat(fd, &about) != 0 || S_ISREG(about.st_mode)) return;
  if (S_ISSOCK(about.st_mode)) {
    what_ = kind::socket;
    return;
  }
  const auto path = "/proc/self/fd/" + std::to_string(fd);
  reopened_.reset(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  what_ = reopened_.valid() ? kind::reopened : kind::pipe_in_steps;
}

log_output::written log_output::write(std::string_view bytes) {
  if (what_ == kind::pipe_in_steps) {
    pollfd writable{fd_, POLLOUT, 0};
    if (::poll(&writable, 1, 0) == 0) return {outcome::full, 0, 0};
    bytes = bytes.substr(0, PIPE_BUF);
  }
  for (;;) {
    const auto count = what_ == kind::socket
                           ? ::send(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL)
                           : ::write(descriptor(), bytes.data(), bytes.size());
    if (count >= 0) return {outcome::wrote, static_cast<std::size_t>(count), 0};
    if (errno == EINTR) continue;
    if (errno == EAGAIN) return {outcome::full, 0, 0};
    return {outcome::lost, 0, errno};
  }
}

bool same_output(int a, int b) noexcept {
  struct stat first {};
  struct stat second {};
  return ::fstat(a, &first) == 0 && ::fstat(b, &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

}  // namespace gamekeeper::process
