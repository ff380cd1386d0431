#pragma once

#include "base/error.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <signal.h>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gamekeeper::process {

/// "SIGTERM", "SIGRTMIN+3"; "signal 99" for a number that has no name.
std::string signal_name(int number);
/// "TERM", "SIGTERM", "sigterm", "15", "RTMIN+3". invalid_input names the form.
base::result<int> parse_signal(std::string_view text);

/// What signal_block blocks and signal_source reads: all but the kernel's fault signals (SEGV, BUS, FPE, ILL,
/// ABRT, TRAP, SYS), which stay as they are, and SIGPIPE, SIGTTIN and SIGTTOU, which the agent ignores: the
/// first would come from its own sockets, the other two would stop it at its terminal once the game is the
/// foreground group.
sigset_t forwarded_signals() noexcept;

/// Blocks forwarded_signals(), ignores the three, has SIGCHLD report (a parent that ignored it would cost us
/// every exit status), and remembers how it was, for the child. Call it first thing in main, before any
/// thread exists.
class signal_block {
 public:
  signal_block() noexcept;
  const sigset_t& original_mask() const noexcept { return original_; }
  /// The signals that we ignore and that were not ignored before us: the child gets the default back. Nothing
  /// else was changed, so what a caller ignored (nohup) stays ignored in the child.
  const sigset_t& defaults_for_child() const noexcept { return defaults_; }

 private:
  sigset_t original_{};
  sigset_t defaults_{};
};

/// One signal that arrived (signalfd(2)).
struct received_signal {
  int number = 0;
  pid_t sender = 0;  ///< 0: the kernel, or a process outside our PID namespace
};

/// The stream of signals. SIGCHLD comes through it too.
class signal_source {
 public:
  virtual ~signal_source() = default;
  /// Calls `on_signal` from the loop for each signal, but for those that this process sent to itself.
  /// `on_signal` may destroy the source.
  virtual void start(std::function<void(received_signal)> on_signal) = 0;
};

/// signalfd on the loop. Throws std::system_error when the kernel gives none.
std::unique_ptr<signal_source> make_signal_source(boost::asio::any_io_executor loop);

}  // namespace gamekeeper::process
