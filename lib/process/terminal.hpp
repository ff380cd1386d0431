#pragma once

#include "base/fd.hpp"

#include <sys/types.h>

namespace gamekeeper::process {

/// A descriptor of our own for our controlling terminal; none when we have none. stdin, stdout and stderr are
/// tried first, since /dev may be missing in an image.
base::unique_fd controlling_terminal();

/// The same, and only while our process group is its foreground group.
base::unique_fd terminal_in_our_foreground();

/// The terminal between the game and whoever started us: an interactive shell that knows only our process
/// group, or nobody (a container). The game is the foreground group, so Ctrl-C and Ctrl-Z reach it once and
/// directly. When it is stopped there, the shell has to see us stop, and when the shell continues us, the
/// game has to get the terminal back. tcsetpgrp(3), "Job Control" in the C library's manual.
class job_control {
 public:
  job_control() = default;
  ~job_control() { give_back(); }
  job_control(const job_control&) = delete;
  job_control& operator=(const job_control&) = delete;

  /// A game was started in the foreground, if we had a terminal.
  void started(pid_t game);
  /// `pid` was stopped by `signal`, waitid(2)'s CLD_STOPPED. Stops us too when it is the game, its terminal
  /// stopped it and a shell is there to continue us; returns after that. Where nobody could continue it (the
  /// agent is PID 1 or was started by PID 1), a Ctrl-Z is undone at once.
  void stopped(pid_t pid, int signal);
  /// We were told to go on, SIGCONT, before the game is: in the foreground it gets the terminal first.
  void continued();
  /// SIGTSTP is being sent to the game by us: it stays stopped.
  void stop_was_asked_for() { asked_ = true; }
  /// The terminal is our group's again, if it is the game's now or nobody's.
  void give_back();

 private:
  bool someone_continues_us() const;

  pid_t game_ = 0;
  bool asked_ = false;
};

}  // namespace gamekeeper::process
