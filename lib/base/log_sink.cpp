#include "base/log_sink.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <string>

namespace gamekeeper::base {

namespace {

class fd_sink final : public log_sink {
 public:
  explicit fd_sink(int fd) : fd_(fd) {
    struct stat about {};
    if (::fstat(fd, &about) != 0) return;
    is_socket_ = S_ISSOCK(about.st_mode);
    if (!S_ISCHR(about.st_mode) && !S_ISFIFO(about.st_mode)) return;
    // A description of our own may be non-blocking: a terminal polls writable with room for less than a line,
    // and the rest of the line would wait for whoever reads it.
    const auto path = "/proc/self/fd/" + std::to_string(fd);
    reopened_.reset(::open(path.c_str(), O_WRONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY));
  }

  void write(std::string_view line) override {
    if (lost_ > 0 && put((cut_ ? "\ngamekeeper: " : "gamekeeper: ") + std::to_string(lost_) +
                         " log lines were lost, nobody read them\n"))
      lost_ = 0;
    if (!put(line)) ++lost_;
  }

 private:
  // A pipe that polls writable takes PIPE_BUF bytes without blocking, so longer lines go in such pieces.
  bool put(std::string_view text) {
    constexpr std::size_t piece = 4096;
    const int to = reopened_.valid() ? reopened_.get() : fd_;
    for (bool begun = false; !text.empty(); begun = true) {
      cut_ = cut_ || begun;  // until all of it is written
      pollfd ready{to, POLLOUT, 0};
      if (::poll(&ready, 1, 0) != 1 || !(ready.revents & POLLOUT)) return false;
      const auto size = std::min(text.size(), piece);
      const auto written = is_socket_ ? ::send(to, text.data(), size, MSG_DONTWAIT | MSG_NOSIGNAL)
                                      : ::write(to, text.data(), size);
      if (written <= 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    cut_ = false;
    return true;
  }

  int fd_;
  bool is_socket_ = false;
  unique_fd reopened_;
  std::uint64_t lost_ = 0;
  bool cut_ = false;  // what was written last is the beginning of a line
};

}  // namespace

std::unique_ptr<log_sink> make_fd_sink(int fd) {
  return std::make_unique<fd_sink>(fd);
}

}  // namespace gamekeeper::base
