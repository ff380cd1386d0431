#include "process/terminal.hpp"

#include <fcntl.h>
#include <signal.h>
#include <termios.h>
#include <unistd.h>

#include <cerrno>

namespace gamekeeper::process {

base::unique_fd controlling_terminal() {
  // tcgetpgrp succeeds for the caller's controlling terminal only.
  for (const int fd : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
    if (::tcgetpgrp(fd) >= 0) return base::unique_fd(::fcntl(fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1));
  return base::unique_fd(::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY));
}

base::unique_fd terminal_in_our_foreground() {
  auto terminal = controlling_terminal();
  if (terminal.valid() && ::tcgetpgrp(terminal.get()) != ::getpgrp()) terminal.reset();
  return terminal;
}

void job_control::started(pid_t game) {
  const auto terminal = controlling_terminal();
  if (terminal.valid()) game_ = game;
}

bool job_control::someone_continues_us() const {
  const pid_t parent = ::getppid();
  return ::getpid() != 1 && parent > 1 && ::getsid(0) != ::getpid() && ::getsid(parent) == ::getsid(0);
}

void job_control::stopped(pid_t pid, int signal) {
  if (game_ == 0 || pid != game_) return;
  const bool asked = asked_;
  asked_ = false;
  if (signal != SIGTSTP && signal != SIGTTIN && signal != SIGTTOU) return;
  if (someone_continues_us()) {
    // The others of our group, such as the script that called us, are part of the shell's job. We block
    // SIGTSTP, so it is SIGSTOP that stops us.
    ::kill(0, SIGTSTP);
    ::raise(SIGSTOP);
  } else if (signal == SIGTSTP && !asked) {
    ::kill(-game_, SIGCONT);
  }
}

void job_control::continued() {
  asked_ = false;
  if (game_ == 0) return;
  const auto terminal = terminal_in_our_foreground();
  if (terminal.valid()) ::tcsetpgrp(terminal.get(), game_);
}

void job_control::give_back() {
  if (game_ == 0) return;
  const auto terminal = controlling_terminal();
  if (!terminal.valid()) return;
  const pid_t now = ::tcgetpgrp(terminal.get());
  const bool nobodys = now > 0 && ::kill(-now, 0) != 0 && errno == ESRCH;
  if (now == game_ || nobodys) ::tcsetpgrp(terminal.get(), ::getpgrp());
  game_ = 0;
}

}  // namespace gamekeeper::process
