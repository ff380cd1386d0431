#include "process/signal_loop.hpp"

#include "base/limits.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <limits>
#include <stdexcept>

namespace gamekeeper::process {

namespace asio = boost::asio;
namespace limits = base::limits;

namespace {

/// Asio keeps its epoll descriptor to itself: it is the one that knows already what the loop was given. -1: the kernel
/// takes no more to look at just now.
int epoll_of(asio::io_context& loop, int probe) {
  asio::posix::stream_descriptor known(loop);
  boost::system::error_code refused;
  known.assign(probe, refused);
  if (refused) return -1;
  // Not the limit of now: one that was lowered since leaves a descriptor above it.
  constexpr int most = 1 << 20;
  int found = -1;
  for (int fd = 0; found < 0 && fd < most; ++fd) {
    epoll_event nothing{};
    if (::epoll_ctl(fd, EPOLL_CTL_ADD, probe, &nothing) == 0)
      ::epoll_ctl(fd, EPOLL_CTL_DEL, probe, nullptr);  // somebody else's
    else if (errno == EEXIST)
      found = fd;
  }
  known.release();
  if (found < 0) throw std::logic_error("this loop does not wait with epoll");
  return found;
}

/// As signalfd(2) gives ssi_pid: where the kernel tells no process, there is none (sigaction(2)).
pid_t sender_of(const siginfo_t& info) {
  const bool sent = info.si_code <= 0 && info.si_code != SI_TIMER && info.si_code != SI_SIGIO;
  return sent || info.si_signo == SIGCHLD ? info.si_pid : 0;
}

timespec timespec_of(base::duration time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return {static_cast<time_t>(seconds.count()),
          static_cast<long>(std::chrono::nanoseconds(time - seconds).count())};
}

}  // namespace

/// The second thread: each time that it is armed, it waits once until the loop has something to do.
class signal_loop::watch {
 public:
  /// `end` is an eventfd that is its own from now on.
  watch(int epoll, base::unique_fd end) : epoll_(epoll), end_(std::move(end)), told_(::pthread_self()) {
    ::sem_init(&armings_, 0, 0);
    pthread_attr_t attributes;
    ::pthread_attr_init(&attributes);
    ::pthread_attr_setstacksize(&attributes, limits::watch_stack_bytes);
    const auto run = [](void* self) -> void* {
      static_cast<watch*>(self)->run();
      return nullptr;
    };
    runs_ = ::pthread_create(&thread_, &attributes, run, this) == 0;
    ::pthread_attr_destroy(&attributes);
  }

  ~watch() {
    ending_ = true;
    if (runs_) {
      ::sem_post(&armings_);
      ::eventfd_write(end_.get(), 1);
      ::pthread_join(thread_, nullptr);
    }
    ::sem_destroy(&armings_);
  }

  watch(const watch&) = delete;
  watch& operator=(const watch&) = delete;

  /// A limit of processes (pids.max, RLIMIT_NPROC) can leave no room for it.
  bool runs() const { return runs_; }

  void arm() {
    if (!armed_.exchange(true)) ::sem_post(&armings_);
  }

 private:
  void run() {
    for (;;) {
      while (::sem_wait(&armings_) != 0) {
      }
      std::array<pollfd, 2> both{pollfd{epoll_, POLLIN, 0}, pollfd{end_.get(), POLLIN, 0}};
      while (!ending_ && ::poll(both.data(), both.size(), -1) < 0) {
      }
      if (ending_) return;
      armed_ = false;
      ::pthread_kill(told_, SIGCHLD);
    }
  }

  const int epoll_;
  const base::unique_fd end_;
  const pthread_t told_;
  pthread_t thread_{};
  bool runs_ = false;
  sem_t armings_{};
  std::atomic<bool> armed_{false};
  std::atomic<bool> ending_{false};
};

signal_loop::signal_loop(asio::io_context& loop)
    : loop_(loop), stays_(loop.get_executor()), signals_(forwarded_signals()), self_(::getpid()) {}

signal_loop::~signal_loop() = default;

void signal_loop::run() {
  while (!loop_.stopped()) turn(std::nullopt);
}

void signal_loop::run_one_until(base::time_point deadline, const base::clock& time) {
  turn(std::max(deadline - time.now(), base::duration(0)));
}

void signal_loop::turn(std::optional<base::duration> at_most) {
  take();
  const bool worked = loop_.poll() > 0;
  if (loop_.stopped()) return;
  const bool first = !pending_.valid();
  if (first && !prepare()) {
    loop_.run_one_for(std::min(at_most.value_or(limits::busy_loop), limits::busy_loop));
    return;
  }
  const auto soon = std::min(at_most.value_or(limits::busy_loop), limits::busy_loop);
  if ((worked || first) && ready_within(soon)) return;
  if (!watch_) watch_ = std::make_unique<watch>(epoll_, std::move(bell_));
  if (watch_->runs())
    rest(at_most);
  else
    ready_within(at_most);
}

/// Whether there are descriptors to wait at. A process that has none left for a while (RLIMIT_NOFILE) is no reason to
/// leave a game alone.
bool signal_loop::prepare() {
  if (!bell_.valid()) bell_.reset(::eventfd(0, EFD_CLOEXEC));
  if (!bell_.valid()) return false;
  if (epoll_ < 0) epoll_ = epoll_of(loop_, bell_.get());
  if (epoll_ >= 0) pending_.reset(::signalfd(-1, &signals_, SFD_NONBLOCK | SFD_CLOEXEC));
  return pending_.valid();
}

bool signal_loop::ready_within(std::optional<base::duration> wait) const {
  std::array<pollfd, 2> both{pollfd{epoll_, POLLIN, 0}, pollfd{pending_.get(), POLLIN, 0}};
  const auto longest = static_cast<base::duration::rep>(std::numeric_limits<int>::max());
  const int timeout = wait ? static_cast<int>(std::min(wait->count(), longest)) : -1;
  return ::poll(both.data(), both.size(), timeout) != 0;
}

void signal_loop::rest(std::optional<base::duration> at_most) {
  watch_->arm();
  auto came = hear(at_most);
  if (came == arrival::nothing) return;
  // Who sends one signal often sends the next, and the game that got one wants the processor.
  for (int more = limits::signal_batch; came == arrival::signal && more > 0; --more)
    came = hear(limits::signal_quiet);
  told_.on_quiet();
}

void signal_loop::take() {
  bool any = false;
  for (int more = limits::signal_batch; more > 0; --more) {
    if (hear(base::duration(0)) == arrival::nothing) break;
    any = true;
  }
  if (any) told_.on_quiet();
}

signal_loop::arrival signal_loop::hear(std::optional<base::duration> within) {
  siginfo_t info{};
  const auto time = timespec_of(within.value_or(base::duration(0)));
  if (::sigtimedwait(&signals_, &info, within ? &time : nullptr) < 0) return arrival::nothing;  // or EINTR
  const pid_t sender = sender_of(info);
  if (sender == self_) return arrival::wake;
  told_.on_signal({info.si_signo, sender});
  return info.si_signo == SIGCHLD ? arrival::child : arrival::signal;
}

}  // namespace gamekeeper::process
