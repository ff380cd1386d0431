#pragma once

#include "base/clock.hpp"
#include "base/fd.hpp"
#include "process/signals.hpp"

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>

namespace gamekeeper::process {

/// Runs an io_context on a thread that is first of all a receiver of signals. While nothing is ready it sleeps in
/// sigwaitinfo(2), from where the way to what is done about a signal is shorter than through signalfd(2) and epoll(7).
/// A second thread, made when it is first needed, sleeps at the loop's epoll descriptor meanwhile and wakes the first
/// with a SIGCHLD of our own. While the loop is busy it is asked for signals in between, so that it is not slowed down;
/// where no second thread can be had they come by signalfd.
///
/// What another thread posts to the loop does not wake it, for Asio takes a loop that is polled for one that comes back
/// by itself: other threads tell it by a descriptor.
///
/// For the thread that made signal_block; it is the process's only reader of signals.
class signal_loop {
 public:
  /// Both may stop the loop.
  struct listeners {
    /// Each signal at once, but for those that this process sent to itself. What can wait belongs into on_quiet: the
    /// game has the processor sooner.
    std::function<void(received_signal)> on_signal;
    /// Soon after a signal (limits::signal_quiet), or when enough have come; before anything else of the loop runs.
    std::function<void()> on_quiet;
  };

  /// `loop` outlives it.
  explicit signal_loop(boost::asio::io_context& loop);
  ~signal_loop();
  signal_loop(const signal_loop&) = delete;
  signal_loop& operator=(const signal_loop&) = delete;

  void start(listeners told) { told_ = std::move(told); }
  /// Delivers what has arrived, a batch at most: whoever floods us does not keep the loop from everything else.
  void take();
  /// Until the loop is stopped; that nothing is left to do in it does not end it, for a signal may always come.
  void run();
  /// One turn: what is ready runs; when nothing is, the next thing is waited for until `deadline` at most.
  void run_one_until(base::time_point deadline, const base::clock& time);

 private:
  class watch;
  enum class arrival { nothing, signal, child, wake };

  void turn(std::optional<base::duration> at_most);
  void prepare(base::duration soon);
  void hear_otherwise();
  void rest(std::optional<base::duration> at_most);
  arrival hear(std::optional<base::duration> within);

  boost::asio::io_context& loop_;
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> stays_;
  const sigset_t signals_;
  const pid_t self_;
  listeners told_;
  bool first_ = true;
  bool busy_ = false;     ///< the loop has just worked
  base::unique_fd bell_;  ///< for the second thread
  int epoll_ = -1;        ///< the loop's
  std::unique_ptr<watch> watch_;
  std::unique_ptr<signal_source> otherwise_;  ///< where no second thread can be had
};

}  // namespace gamekeeper::process
