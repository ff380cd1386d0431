#include "net/lookup_process.hpp"

#include "base/fd.hpp"
#include "base/limits.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <climits>
#include <string_view>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace limits = base::limits;
using boost::system::error_code;

namespace {

// What a child says: the number and the category of its failure, then an address a line. It is written at once, so the
// pipe takes it whole or not at all (pipe(7), PIPE_BUF).
constexpr std::size_t answer_bytes = PIPE_BUF;

/// Only for a kernel or a filter without close_range(2): this process has no more descriptors than these.
constexpr rlim_t closed_one_by_one = 65'536;

const std::array<const boost::system::error_category*, 3>& categories() {
  static const std::array<const boost::system::error_category*, 3> all{&boost::system::system_category(),
                                                                       &asio::error::get_netdb_category(),
                                                                       &asio::error::get_addrinfo_category()};
  return all;
}

std::string text_of(const name_answer& answer) {
  const auto known = std::find(categories().begin(), categories().end(), &answer.failure.category());
  const auto category = known == categories().end() ? 0 : known - categories().begin();
  std::string text = std::to_string(answer.failure.value()) + " " + std::to_string(category) + "\n";
  for (const auto& endpoint : answer.found) {
    const auto line = endpoint.address().to_string() + "\n";
    if (text.size() + line.size() > answer_bytes) break;
    text += line;
  }
  return text;
}

bool take_number(std::string_view& text, char end, int& number) {
  const auto [rest, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (failed != std::errc() || rest == text.data() + text.size() || *rest != end) return false;
  text.remove_prefix(static_cast<std::size_t>(rest - text.data()) + 1);
  return true;
}

/// Nothing: the child ended before it had an answer.
name_answer answer_of(std::string_view text, std::uint16_t port) {
  int number = 0;
  int category = 0;
  if (!take_number(text, ' ', number) || !take_number(text, '\n', category) || category < 0 ||
      static_cast<std::size_t>(category) >= categories().size())
    return {asio::error::host_not_found_try_again, {}};
  name_answer answer;
  if (number != 0) answer.failure = error_code(number, *categories()[static_cast<std::size_t>(category)]);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    error_code no_address;
    const auto address = asio::ip::make_address(text.substr(0, end), no_address);
    if (!no_address) answer.found.emplace_back(address, port);
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return answer;
}

/// Descriptors that the child kept would hold open what this process closes: a game's input, a client's connection.
void close_all_but(int& kept) {
  ::dup2(kept, STDIN_FILENO);
  kept = STDIN_FILENO;
  if (::syscall(SYS_close_range, STDIN_FILENO + 1, ~0U, 0) == 0) return;
  rlimit most{};
  ::getrlimit(RLIMIT_NOFILE, &most);
  const auto end = static_cast<int>(std::min(most.rlim_cur, closed_one_by_one));
  for (int fd = STDIN_FILENO + 1; fd < end; ++fd) ::close(fd);
}

}  // namespace

struct lookup_processes::child {
  child(const asio::any_io_executor& loop, std::uint16_t to, lookup_done then)
      : pipe(loop), port(to), done(std::move(then)) {}
  asio::posix::stream_descriptor pipe;
  std::uint16_t port;
  lookup_done done;  ///< empty once it was called
  std::unique_ptr<base::timer> alarm;
  bool timed_out = false;
};

lookup_processes::lookup_processes(asio::any_io_executor loop, base::clock& time, question ask)
    : loop_(std::move(loop)), time_(time), ask_(ask) {}

lookup_processes::~lookup_processes() {
  for (const auto& [pid, started] : children_) {
    ::kill(pid, SIGKILL);
    ::waitpid(pid, nullptr, WNOHANG | __WCLONE);
  }
}

bool lookup_processes::start(const std::string& host, std::uint16_t port, const lookup_done& done) {
  std::array<int, 2> ends{};
  if (children_.size() >= limits::lookups || ::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0) return false;
  base::unique_fd answers(ends[0]);
  const base::unique_fd told(ends[1]);
  auto started = std::make_unique<child>(loop_, port, done);
  error_code refused;
  started->pipe.assign(answers.get(), refused);
  if (refused) return false;
  answers.release();
  const pid_t parent = ::getpid();
  // As fork(2), but for the signal at its end: there is none.
  const auto pid = static_cast<pid_t>(::syscall(SYS_clone, 0, nullptr, nullptr, nullptr, nullptr));
  if (pid < 0) return false;
  if (pid == 0) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(1);
    int answer_to = told.get();
    close_all_but(answer_to);
    const auto text = text_of(ask_(host, port));
    ::_exit(::write(answer_to, text.data(), text.size()) < 0 ? 1 : 0);
  }
  started->alarm = time_.make_timer();
  children_[pid] = std::move(started);
  listen(pid);
  return true;
}

void lookup_processes::listen(pid_t pid) {
  auto& started = *children_.at(pid);
  started.alarm->arm(time_.now() + limits::lookup_process, [this, pid] { on_deadline(pid); });
  started.pipe.async_wait(asio::posix::stream_descriptor::wait_read,
                          [self = weak_from_this(), pid](error_code ec) {
                            if (const auto us = self.lock(); us && !ec) us->on_answer(pid);
                          });
}

void lookup_processes::on_answer(pid_t pid) {
  auto& answered = *children_.at(pid);
  std::array<char, answer_bytes> bytes;
  error_code ended;
  const auto count = answered.pipe.read_some(asio::buffer(bytes), ended);
  auto answer = answer_of(std::string_view(bytes.data(), count), answered.port);
  if (answered.timed_out && count == 0) answer.failure = asio::error::timed_out;
  answered.pipe.close(ended);
  const auto done = std::exchange(answered.done, nullptr);
  reap(pid);
  done(answer.failure, std::move(answer.found));
}

/// The end of the pipe is its answer then.
void lookup_processes::on_deadline(pid_t pid) {
  children_.at(pid)->timed_out = true;
  ::kill(pid, SIGKILL);
}

/// Its answer is there, and it is about to end: nobody waits for that, the next look finds it.
void lookup_processes::reap(pid_t pid) {
  ::kill(pid, SIGKILL);
  if (::waitpid(pid, nullptr, WNOHANG | __WCLONE) != 0) {
    children_.erase(pid);
    return;
  }
  children_.at(pid)->alarm->arm(time_.now() + limits::lookup_process_look, [this, pid] { reap(pid); });
}

}  // namespace gamekeeper::net
