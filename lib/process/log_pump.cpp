#include "process/log_pump.hpp"

#include "base/limits.hpp"
#include "process/log_lines.hpp"
#include "process/log_output.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <fcntl.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <optional>
#include <system_error>

namespace gamekeeper::process {

namespace asio = boost::asio;
namespace limits = base::limits;

namespace {

// A megabyte is what an ordinary user may ask for (pipe(7)); cat(1) reads 128 KiB at a time.
constexpr int pipe_bytes = 1024 * 1024;
constexpr std::size_t read_bytes = 256 * 1024;

/// What both streams share.
struct listeners {
  using line_listener = std::function<void(std::string_view)>;
  std::shared_ptr<const line_listener> on_line;  // shared, for it may detach itself
  std::function<void()> on_activity;
  last_lines kept{limits::pumped_lines_kept, limits::pumped_kept_bytes};
};

/// One of the game's outputs on its way to one of ours. Lives as long as one of its waits is pending.
class stream : public std::enable_shared_from_this<stream> {
 public:
  stream(const asio::any_io_executor& loop, base::logger& log, int to, std::shared_ptr<listeners> who)
      : log_(log), output_(to), writable_(loop), input_(loop), who_(std::move(who)) {}

  /// Takes a pipe's read end. What the last one still holds is carried on first.
  void take(base::unique_fd input) {
    flush();
    close(input_);
    lines_ = line_splitter(limits::pumped_line_bytes);
    input_.assign(input.release());
    ended_ = false;
    wait_for_input();
  }

  void stop() {
    stopped_ = true;
    close(input_);
    close(writable_);
  }

  void flush() {
    for (std::size_t moved = 0; moved < limits::pumped_turn_bytes && input_.is_open();) {
      const auto count = turn();
      if (count == 0) return;
      moved += count;
    }
  }

  bool idle() {
    int waiting = 0;
    if (!ended_) ::ioctl(input_.native_handle(), FIONREAD, &waiting);
    return unwritten_.empty() && waiting == 0;
  }

  std::string_view unfinished() const { return lines_.unfinished(); }

  bool take_unfinished_line() { return std::exchange(line_unfinished_, false); }

 private:
  static void close(asio::posix::stream_descriptor& descriptor) {
    boost::system::error_code ignored;  // nothing of ours is lost by it
    descriptor.close(ignored);
  }

  void wait_for_input() {
    if (waiting_for_input_ || stopped_ || ended_) return;
    waiting_for_input_ = true;
    input_.async_wait(asio::posix::stream_descriptor::wait_read,
                      [self = shared_from_this()](const boost::system::error_code& ec) {
                        self->waiting_for_input_ = false;
                        // Aborted: another pipe has taken the place of the one that was waited for.
                        if (ec == asio::error::operation_aborted) return self->wait_for_input();
                        if (!ec && !self->stopped_) self->carry();
                      });
  }

  /// Readable, or writable again. A bounded amount in one turn of the loop, so that a game that never stops
  /// printing keeps the loop from nothing.
  void carry() {
    for (std::size_t moved = 0; moved < limits::pumped_turn_bytes;) {
      const auto count = turn();
      if (count == 0) break;
      moved += count;
    }
    if (unwritten_.empty())
      wait_for_input();
    else
      wait_for_output();
  }

  /// Writes what is left, then reads and writes once. Gives the bytes read; 0 when there is nothing to do now.
  std::size_t turn() {
    if (!write_rest() || ended_) return 0;
    const auto count = ::read(input_.native_handle(), buffer().data(), buffer().size());
    if (count < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    if (count <= 0) {
      ended_ = true;  // the last process that held the other end has closed it
      close(input_);
      return 0;
    }
    const std::string_view bytes(buffer().data(), static_cast<std::size_t>(count));
    unwritten_ = bytes;
    look_at(bytes);
    write_rest();
    return bytes.size();
  }

  bool write_rest() {
    while (!unwritten_.empty() && !lost_) {
      const auto done = output_.write(unwritten_);
      if (done.what == log_output::outcome::full) return false;
      if (done.what == log_output::outcome::lost) return lose(done.error);
      if (done.bytes > 0) line_unfinished_ = unwritten_[done.bytes - 1] != '\n';
      unwritten_.remove_prefix(done.bytes);
      complained_ = false;
    }
    unwritten_ = {};
    return true;
  }

  /// A reader that is gone stays gone; a disk may have room again.
  bool lose(int error) {
    if (!std::exchange(complained_, true))
      log_.error("the game's output cannot be written and is dropped; the game goes on",
                 {{"what", std::generic_category().message(error)}});
    lost_ = error == EPIPE;
    unwritten_ = {};
    return true;
  }

  void wait_for_output() {
    if (waiting_for_output_ || stopped_) return;
    if (!writable_.is_open()) {
      boost::system::error_code refused;
      writable_.assign(::fcntl(output_.descriptor(), F_DUPFD_CLOEXEC, 3), refused);
      if (refused) return void(lose(refused.value()));
    }
    waiting_for_output_ = true;
    writable_.async_wait(asio::posix::stream_descriptor::wait_write,
                         [self = shared_from_this()](const boost::system::error_code& ec) {
                           self->waiting_for_output_ = false;
                           if (ec || self->stopped_) return;
                           self->carry();
                         });
  }

  void look_at(std::string_view bytes) {
    if (who_->on_activity) who_->on_activity();
    // When nobody looks at each line, only those can matter that will be kept.
    if (!who_->on_line && bytes.size() > 2 * who_->kept.bytes_limit()) {
      lines_.skip_to_next_line();
      bytes.remove_prefix(bytes.size() - who_->kept.bytes_limit());
    }
    lines_.feed(bytes, [this](std::string_view line, line_splitter::end how) {
      if (how == line_splitter::end::newline) who_->kept.add(line);  // a progress bar is no last word
      if (const auto listener = who_->on_line) (*listener)(line);
    });
  }

  std::vector<char>& buffer() {
    if (buffer_.empty()) buffer_.resize(read_bytes);
    return buffer_;
  }

  base::logger& log_;
  log_output output_;
  asio::posix::stream_descriptor writable_;
  asio::posix::stream_descriptor input_;
  std::shared_ptr<listeners> who_;
  line_splitter lines_{limits::pumped_line_bytes};
  std::vector<char> buffer_;
  std::string_view unwritten_;    // the part of buffer_ that could not be written yet
  bool line_unfinished_ = false;  // what was written last ended no line
  bool waiting_for_input_ = false;
  bool waiting_for_output_ = false;
  bool ended_ = true;
  bool lost_ = false;
  bool complained_ = false;
  bool stopped_ = false;
};

struct pipe_ends {
  base::unique_fd read;
  base::unique_fd write;
};

base::result<pipe_ends> make_pipe() {
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) return base::system_failure("no pipe for the game's output", errno);
  pipe_ends made{base::unique_fd(ends[0]), base::unique_fd(ends[1])};
  // Only our end is non-blocking: the two ends of a pipe are two open files.
  ::fcntl(made.read.get(), F_SETFL, O_NONBLOCK);
  ::fcntl(made.read.get(), F_SETPIPE_SZ, pipe_bytes);  // refused is as good: it is slower then
  return made;
}

}  // namespace

struct log_pump::state {
  std::shared_ptr<listeners> who = std::make_shared<listeners>();
  std::shared_ptr<stream> output;
  std::shared_ptr<stream> error;  // null when stderr goes the way of stdout
};

log_pump::log_pump(asio::any_io_executor loop, base::logger& log, int output_fd, int error_fd)
    : state_(std::make_shared<state>()) {
  state_->output = std::make_shared<stream>(loop, log, output_fd, state_->who);
  if (!same_output(output_fd, error_fd))
    state_->error = std::make_shared<stream>(loop, log, error_fd, state_->who);
  const std::weak_ptr<stream> beside_log = state_->error ? state_->error : state_->output;
  log.ask_for_unfinished_line([beside_log] {
    const auto open = beside_log.lock();
    return open && open->take_unfinished_line();
  });
}

log_pump::~log_pump() {
  state_->output->stop();
  if (state_->error) state_->error->stop();
}

base::result<log_pump::ends> log_pump::open() {
  auto output = make_pipe();
  if (!output) return output.error();
  ends given;
  if (state_->error) {
    auto error = make_pipe();
    if (!error) return error.error();
    given.error = std::move(error->write);
    state_->error->take(std::move(error->read));
  }
  given.output = std::move(output->write);
  state_->output->take(std::move(output->read));
  return given;
}

void log_pump::on_line(std::function<void(std::string_view)> listener) {
  using shared = const listeners::line_listener;
  state_->who->on_line = listener ? std::make_shared<shared>(std::move(listener)) : nullptr;
}

void log_pump::on_activity(std::function<void()> listener) {
  state_->who->on_activity = std::move(listener);
}

void log_pump::flush() {
  state_->output->flush();
  if (state_->error) state_->error->flush();
}

bool log_pump::idle() const {
  return state_->output->idle() && (!state_->error || state_->error->idle());
}

std::vector<std::string> log_pump::last() const {
  auto lines = state_->who->kept.all();
  for (const auto& each : {state_->output, state_->error})
    if (each && !each->unfinished().empty()) lines.emplace_back(each->unfinished());
  return lines;
}

}  // namespace gamekeeper::process
