// A game that misbehaves on purpose: what an init has to cope with, one subcommand for each. Links nothing
// but the C library and can be static, so that it runs in any container.
//
//   exit N               ends with that code
//   crash                dies of SIGSEGV
//   sleep                until SIGTERM, then prints "saved" and exits 0
//   ignore-term          ignores SIGTERM
//   block-all            blocks every signal that can be blocked
//   daemonise            leaves a grandchild in its own session that sleeps for ever; ends at SIGTERM
//   orphans N            makes N short-lived orphans, exits 0 when all have ended
//   print-signals        prints each signal's name as it comes; SIGTERM ends it
//   print-env NAME       prints the variable, or exits 1 when there is none
//   print-ids            pid, ppid, pgid, sid, blocked and ignored signals, as key=value
//   first-thread-ends    leaves a daemon that ignores SIGTERM and whose first thread has ended
//   helper-saves MS FILE ends at SIGTERM at once; a helper in its own session then takes MS to write FILE
//
// Those that wait print "ready" when their handlers are set.

#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <string>
#include <string_view>

namespace {

/// Unbuffered: a reader must see it though the process is killed a moment later.
void say(std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written < 0 && errno != EINTR) return;
    if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
  }
}

[[noreturn]] void fail(const char* what) {
  std::perror(what);
  std::_Exit(2);
}

[[noreturn]] void sleep_for_ever() {
  for (;;) ::pause();
}

sigset_t all_signals() {
  sigset_t set;
  ::sigfillset(&set);
  return set;
}

/// Blocked and waited for instead of handled: a signal that comes before the wait is not lost.
sigset_t block_term() {
  sigset_t set;
  ::sigemptyset(&set);
  ::sigaddset(&set, SIGTERM);
  ::sigprocmask(SIG_BLOCK, &set, nullptr);
  return set;
}

void wait_for(const sigset_t& set) {
  int number = 0;
  while (::sigwait(&set, &number) != 0) {
  }
}

pid_t forked() {
  const pid_t pid = ::fork();
  if (pid < 0) fail("fork");
  return pid;
}

int crash() {
  const rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  ::signal(SIGSEGV, SIG_DFL);
  ::raise(SIGSEGV);
  return 2;
}

int sleep_until_term() {
  const auto term = block_term();
  say("ready\n");
  wait_for(term);
  say("saved\n");
  return 0;
}

int ignore_term() {
  ::signal(SIGTERM, SIG_IGN);
  say("ready\n");
  sleep_for_ever();
}

int block_all() {
  const auto all = all_signals();
  ::sigprocmask(SIG_BLOCK, &all, nullptr);
  say("ready\n");
  sleep_for_ever();
}

int daemonise() {
  const auto term = block_term();
  const pid_t between = forked();
  if (between == 0) {
    ::setsid();
    if (forked() == 0) {
      ::sigprocmask(SIG_UNBLOCK, &term, nullptr);
      sleep_for_ever();
    }
    std::_Exit(0);
  }
  ::waitpid(between, nullptr, 0);
  say("ready\n");
  wait_for(term);
  return 0;
}

/// The orphans hold the pipe; its end says that the last of them has ended.
int make_orphans(int count) {
  int ends[2];
  if (::pipe(ends) != 0) fail("pipe");
  for (int i = 0; i < count; ++i) {
    const pid_t between = forked();
    if (between == 0) {
      ::close(ends[0]);
      if (forked() == 0) {
        while (::getppid() == between) ::sched_yield();
        std::_Exit(i % 128);
      }
      std::_Exit(0);
    }
    ::waitpid(between, nullptr, 0);
  }
  ::close(ends[1]);
  char byte;
  while (::read(ends[0], &byte, 1) < 0 && errno == EINTR) {
  }
  say("ready\n");
  return 0;
}

int print_signals() {
  auto all = all_signals();
  ::sigprocmask(SIG_BLOCK, &all, nullptr);
  say("ready\n");
  // The kernel hands out the lowest number first: what waits behind SIGTERM is printed too before the end.
  bool ends = false;
  const timespec now{};
  for (;;) {
    const int number = ends ? ::sigtimedwait(&all, nullptr, &now) : ::sigwaitinfo(&all, nullptr);
    if (number < 0 && ends) return 0;
    if (number < 0) continue;
    const char* name = ::sigabbrev_np(number);
    std::string line = name ? std::string("SIG") + name : "SIGRTMIN+" + std::to_string(number - SIGRTMIN);
    say(line.append("\n"));
    if (number == SIGTERM) ends = true;
  }
}

int print_env(const char* name) {
  const char* value = std::getenv(name);
  if (!value) return 1;
  say(std::string(value) + "\n");
  return 0;
}

/// The value behind `field` in /proc/self/status, without the zeros in front.
std::string own_status(std::string_view field) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (!line.starts_with(field)) continue;
    const auto digit = line.find_first_not_of("0", field.size() + 2);
    return digit == std::string::npos ? "0" : line.substr(digit);
  }
  return "?";
}

int print_ids() {
  std::string text = "pid=" + std::to_string(::getpid()) + "\n";
  text += "ppid=" + std::to_string(::getppid()) + "\n";
  text += "pgid=" + std::to_string(::getpgrp()) + "\n";
  text += "sid=" + std::to_string(::getsid(0)) + "\n";
  text += "blocked=" + own_status("SigBlk") + "\n";
  text += "ignored=" + own_status("SigIgn") + "\n";
  say(text);
  return 0;
}

void save_after(int milliseconds, const char* file) {
  timespec rest{milliseconds / 1000, (milliseconds % 1000) * 1'000'000L};
  while (::nanosleep(&rest, &rest) != 0 && errno == EINTR) {
  }
  const int fd = ::open(file, O_WRONLY | O_CREAT | O_TRUNC, 0644);
  if (fd < 0 || ::write(fd, "saved\n", 6) != 6 || ::close(fd) != 0) fail(file);
}

/// The helper does not see the signal, being in another session: the end of the pipe tells it that the main
/// one ended.
int helper_saves(int milliseconds, const char* file) {
  const auto term = block_term();
  int ends[2];
  if (::pipe(ends) != 0) fail("pipe");
  const pid_t helper = forked();
  if (helper == 0) {
    ::setsid();
    ::close(ends[1]);
    char byte;
    while (::read(ends[0], &byte, 1) < 0 && errno == EINTR) {
    }
    save_after(milliseconds, file);
    std::_Exit(0);
  }
  ::close(ends[0]);
  while (::getsid(helper) != helper) ::sched_yield();
  say("ready\n");
  wait_for(term);
  return 0;
}

/// A daemon whose first thread has ended while another one lives: /proc says Z of it.
int first_thread_ends() {
  const pid_t server = forked();
  if (server == 0) {
    ::setsid();
    pthread_t other;
    const auto live = [](void*) -> void* {
      const auto term = block_term();
      say("ready\n");
      for (;;) wait_for(term);
    };
    block_term();
    if (::pthread_create(&other, nullptr, live, nullptr) != 0) fail("pthread_create");
    ::pthread_exit(nullptr);
  }
  return 0;
}

int run(std::string_view what, int count, char** arguments) {
  if (what == "exit" && count == 1) return std::atoi(arguments[0]);
  if (what == "crash" && count == 0) return crash();
  if (what == "sleep" && count == 0) return sleep_until_term();
  if (what == "ignore-term" && count == 0) return ignore_term();
  if (what == "block-all" && count == 0) return block_all();
  if (what == "first-thread-ends" && count == 0) return first_thread_ends();
  if (what == "daemonise" && count == 0) return daemonise();
  if (what == "orphans" && count == 1) return make_orphans(std::atoi(arguments[0]));
  if (what == "print-signals" && count == 0) return print_signals();
  if (what == "print-env" && count == 1) return print_env(arguments[0]);
  if (what == "print-ids" && count == 0) return print_ids();
  if (what == "helper-saves" && count == 2) return helper_saves(std::atoi(arguments[0]), arguments[1]);
  std::fputs("unknown subcommand or wrong number of arguments; init_probe.cpp lists them\n", stderr);
  return 64;
}

}  // namespace

int main(int count, char** arguments) {
  return count < 2 ? run("", 0, arguments) : run(arguments[1], count - 2, arguments + 2);
}
