#pragma once

#include "base/error.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <signal.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::process {

/// "SIGTERM", "SIGRTMIN+3"; "signal 99" for a number that has no name.
std::string signal_name(int number);
/// "TERM", "SIGTERM", "sigterm", "15", "RTMIN+3". invalid_input names the form.
base::result<int> parse_signal(std::string_view text);

/// What signal_block blocks and signal_source reads: every signal that can be caught. The kernel's faults are
/// among them, since somebody may send SIGABRT or SIGSEGV to the game through us; a fault of our own ends us
/// all the same, for the kernel takes no notice of the mask then. SIGTTIN and SIGTTOU, too: as long as they
/// are blocked, the terminal does not stop us when the game is its foreground group.
sigset_t forwarded_signals() noexcept;

/// How a child starts.
struct child_signals {
  sigset_t mask{};
  sigset_t defaults{};  ///< set to SIG_DFL
  sigset_t ignored{};   ///< set to SIG_IGN; what is in neither stays as it is with us
};

/// Blocks forwarded_signals(), has SIGCHLD report (a parent that ignored it would cost us every exit status),
/// and remembers how it was, for the child. Call it first thing in main, before any thread exists.
class signal_block {
 public:
  signal_block() noexcept;
  /// The child's mask is empty, and SIGINT and SIGQUIT do what they do by default: a shell without job
  /// control leaves them ignored in what it starts in the background, and a game that does not hear them
  /// does not save. What else a caller ignored (nohup) stays ignored, but for SIGCHLD.
  child_signals for_child() const noexcept;
  /// Exactly what the agent was started with.
  child_signals for_child_as_inherited() const noexcept;
  /// For a program that turns out to run no game: as it was before.
  void undo() const noexcept;
  /// getppid(2) when the program began.
  pid_t parent() const noexcept { return parent_; }

 private:
  sigset_t original_{};
  bool children_ignored_ = false;
  pid_t parent_ = 0;
};

/// One signal that arrived (sigwaitinfo(2), signalfd(2)).
struct received_signal {
  int number = 0;
  /// 0: the kernel, or a process outside our PID namespace. Nothing: the kernel does not say, or says only what the
  /// sender told it to.
  std::optional<pid_t> sender;
};

/// The sender of a signal by its si_code and si_pid (sigaction(2)), where the kernel vouches for it: kill(2) and
/// tgkill(2), the kernel's own, and SIGCHLD of a child. What sigqueue(3) sends holds whatever its sender wrote, and by
/// fcntl(F_SETSIG) anybody of our user has the kernel send any signal for a descriptor of his.
std::optional<pid_t> vouched_sender(int number, int code, pid_t claimed) noexcept;

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
