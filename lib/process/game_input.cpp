#include "process/game_input.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <string>

namespace gamekeeper::process {

namespace asio = boost::asio;

/// What pending waits refer to. One wait at a time: for something to read, or for room to write it.
struct game_input::relay : std::enable_shared_from_this<relay> {
  relay(const asio::any_io_executor& loop, int from) : source(loop), pipe(loop) {
    struct stat about {};
    if (::isatty(from) == 1 || ::fstat(from, &about) != 0) return;
    base::unique_fd own(::fcntl(from, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
    if (!own.valid()) return;
    // epoll(7) takes neither regular files nor /dev/null, which are always readable.
    if (S_ISFIFO(about.st_mode) || S_ISSOCK(about.st_mode))
      source.assign(own.release());
    else
      always_readable = std::move(own);
    ended = false;
  }

  void carry() {
    while (!stopped && pipe.is_open()) {
      if (!write_rest()) return wait(pipe, asio::posix::stream_descriptor::wait_write);
      if (ended) return;
      if (source.is_open()) return wait(source, asio::posix::stream_descriptor::wait_read);
      read_some(always_readable.get());
    }
  }

  void wait(asio::posix::stream_descriptor& on, asio::posix::stream_descriptor::wait_type what) {
    if (waiting) return;
    waiting = true;
    on.async_wait(what, [self = shared_from_this(), what](const boost::system::error_code& ec) {
      self->waiting = false;
      if (self->stopped) return;
      if (ec && ec != asio::error::operation_aborted) self->ended = true;  // aborted: the pipe was replaced
      if (!ec && what == asio::posix::stream_descriptor::wait_read)
        self->read_some(self->source.native_handle());
      self->carry();
    });
  }

  void read_some(int fd) {
    std::array<char, PIPE_BUF> bytes;
    const auto count = ::read(fd, bytes.data(), bytes.size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (count <= 0)
      ended = true;
    else
      unwritten.assign(bytes.data(), static_cast<std::size_t>(count));
  }

  /// False when the pipe is full. A game that closed its stdin wants nothing of it.
  bool write_rest() {
    while (!unwritten.empty()) {
      const auto count = ::write(pipe.native_handle(), unwritten.data(), unwritten.size());
      if (count < 0 && errno == EINTR) continue;
      if (count < 0 && errno == EAGAIN) return false;
      if (count < 0) {
        unwritten.clear();
        ended = true;
      } else {
        at_line_start = unwritten[static_cast<std::size_t>(count) - 1] == '\n';
        unwritten.erase(0, static_cast<std::size_t>(count));
      }
    }
    return true;
  }

  asio::posix::stream_descriptor source;
  asio::posix::stream_descriptor pipe;
  base::unique_fd always_readable;
  std::string unwritten;
  bool at_line_start = true;
  bool waiting = false;
  bool ended = true;
  bool stopped = false;
};

game_input::game_input(asio::any_io_executor loop, int from) : relay_(std::make_shared<relay>(loop, from)) {}

game_input::~game_input() {
  relay_->stopped = true;
  boost::system::error_code ignored;  // nothing of ours is lost
  relay_->source.close(ignored);
  relay_->pipe.close(ignored);
}

base::result<base::unique_fd> game_input::open() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::system_failure("no pipe for the game's stdin", errno);
  base::unique_fd given(ends[0]);
  ::fcntl(ends[1], F_SETFL, O_NONBLOCK);  // our end alone: the two ends are two open files
  boost::system::error_code ignored;
  relay_->pipe.close(ignored);
  relay_->pipe.assign(ends[1]);
  relay_->at_line_start = true;
  relay_->carry();
  return given;
}

base::result<void> game_input::write_line(std::string_view line) {
  if (!relay_->pipe.is_open()) return base::error(base::errc::closed, "the game has no stdin of ours");
  std::string text(relay_->at_line_start ? "" : "\n");
  text.append(line).append("\n");
  // A pipe takes up to PIPE_BUF bytes whole or not at all (pipe(7)).
  if (text.size() > PIPE_BUF)
    return base::error(base::errc::too_large, "a line for the game's stdin is too long");
  if (!relay_->unwritten.empty()) return base::error(base::errc::busy, "the game does not read its stdin");
  if (::write(relay_->pipe.native_handle(), text.data(), text.size()) >= 0) {
    relay_->at_line_start = true;
    return {};
  }
  if (errno == EAGAIN) return base::error(base::errc::busy, "the game does not read its stdin");
  if (errno == EPIPE) return base::error(base::errc::closed, "the game has closed its stdin");
  return base::system_failure("cannot write to the game's stdin", errno);
}

}  // namespace gamekeeper::process
