#include "process/signal_loop.hpp"

#include "base/limits.hpp"

#include <boost/asio/posix/stream_descriptor.hpp>

#include <poll.h>
#include <pthread.h>
#include <semaphore.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <stdexcept>
#include <system_error>
#include <utility>

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

timespec timespec_of(base::duration time) {
  const auto seconds = std::chrono::floor<std::chrono::seconds>(time);
  return {static_cast<time_t>(seconds.count()),
          static_cast<long>(std::chrono::nanoseconds(time - seconds).count())};
}

}  // namespace

/// The second thread: each time that it is armed, it waits once until the loop has something to do.
class signal_loop::watch {
 public:
  /// `bell` is an eventfd that is its own from now on.
  watch(int epoll, base::unique_fd bell) : epoll_(epoll), bell_(std::move(bell)), told_(::pthread_self()) {
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
      come_back_soon();
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

  /// While it is armed: it comes back after limits::signal_quiet even if the loop has nothing to do.
  void come_back_soon() { ::eventfd_write(bell_.get(), 1); }

 private:
  void run() {
    for (;;) {
      while (::sem_wait(&armings_) != 0) {
      }
      if (!wait(-1)) wait(static_cast<int>(limits::signal_quiet.count()));
      if (ending_) return;
      armed_ = false;
      ::pthread_kill(told_, SIGCHLD);
    }
  }

  /// False when it was the bell that rang.
  bool wait(int timeout) {
    std::array<pollfd, 2> both{pollfd{epoll_, POLLIN, 0}, pollfd{bell_.get(), POLLIN, 0}};
    while (!ending_ && ::poll(both.data(), both.size(), timeout) < 0) {
    }
    eventfd_t rung = 0;
    return both[1].revents == 0 || ::eventfd_read(bell_.get(), &rung) != 0 || ending_;
  }

  const int epoll_;
  const base::unique_fd bell_;
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
  const auto soon = std::min(at_most.value_or(limits::busy_loop), limits::busy_loop);
  if (otherwise_) {
    at_most ? loop_.run_one_for(*at_most) : loop_.run_one();
    return;
  }
  take();
  if (busy_ && !loop_.stopped()) busy_ = loop_.run_one_for(soon) > 0;
  if (!busy_) busy_ = loop_.poll() > 0;
  if (busy_ || loop_.stopped()) return;
  if (!watch_) return prepare(soon);
  rest(at_most);
}

/// The first time that there is nothing to do. A game that is over at once needs no second thread.
void signal_loop::prepare(base::duration soon) {
  if (std::exchange(first_, false)) {
    if (hear(soon) != arrival::nothing) told_.on_quiet();
    return;
  }
  if (!bell_.valid()) bell_.reset(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (bell_.valid() && epoll_ < 0) epoll_ = epoll_of(loop_, bell_.get());
  if (epoll_ >= 0) {
    watch_ = std::make_unique<watch>(epoll_, std::move(bell_));
    if (watch_->runs()) return;
    watch_.reset();
  }
  hear_otherwise();
}

/// Without a second thread signals come as everything else comes. A process that has no descriptor left either
/// (RLIMIT_NOFILE) looks for them again and again, until it has one: that is no reason to leave a game alone.
void signal_loop::hear_otherwise() {
  try {
    otherwise_ = make_signal_source(loop_.get_executor());
  } catch (const std::system_error&) {
    busy_ = true;
    return;
  }
  otherwise_->start([this](received_signal arrived) {
    told_.on_signal(arrived);
    told_.on_quiet();
  });
}

void signal_loop::rest(std::optional<base::duration> at_most) {
  watch_->arm();
  auto came = hear(at_most);
  if (came == arrival::nothing) return;
  // Who sends one signal often sends the next, and the game that got one wants the processor.
  if (came == arrival::signal && !at_most) watch_->come_back_soon();
  for (int more = limits::signal_batch; came == arrival::signal && !at_most && more > 0; --more) {
    if (loop_.stopped()) break;
    came = hear(std::nullopt);
  }
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
  const auto sender = vouched_sender(info.si_signo, info.si_code, info.si_pid);
  if (sender == self_) return arrival::wake;
  told_.on_signal({info.si_signo, sender});
  return info.si_signo == SIGCHLD ? arrival::child : arrival::signal;
}

}  // namespace gamekeeper::process
