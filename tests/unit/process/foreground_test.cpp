#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <fcntl.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

/// Runs in a process of its own, since it takes a terminal for itself. What it finds is its exit code.
int start_on_terminal(const char* terminal, bool background) {
  if (::setsid() < 0) return 10;
  ::close(STDIN_FILENO);
  if (::open(terminal, O_RDWR) != STDIN_FILENO) return 11;
  ::ioctl(STDIN_FILENO, TIOCSCTTY, 0);
  const process::signal_block block;
  if (background) {
    const pid_t other = ::fork();
    if (other == 0) {
      ::pause();
      ::_exit(0);
    }
    ::setpgid(other, other);
    if (::tcsetpgrp(STDIN_FILENO, other) != 0) return 12;
  }
  process::spawn_spec spec;
  spec.command = {"sleep", "1000"};
  spec.foreground = true;
  base::logger log(base::make_fd_sink(STDERR_FILENO), base::log_format::text, base::log_level::error);
  process::posix_host host(block, log);
  const auto pid = host.spawn(spec);
  if (!pid) return 13;
  const bool is_foreground = ::tcgetpgrp(STDIN_FILENO) == *pid;
  // The agent takes its terminal back while it is in the background itself: it must not be stopped for that.
  const bool taken_back = ::tcsetpgrp(STDIN_FILENO, ::getpgrp()) == 0;
  host.kill_tree();
  while (::wait(nullptr) > 0) {  // or they would come to the test program as orphans
  }
  if (!taken_back) return 14;
  return is_foreground ? 1 : 0;
}

int run_on_terminal(bool background) {
  const base::unique_fd master(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  BOOST_REQUIRE(master.valid());
  BOOST_REQUIRE(::grantpt(master.get()) == 0);
  BOOST_REQUIRE(::unlockpt(master.get()) == 0);
  char name[128];
  BOOST_REQUIRE(::ptsname_r(master.get(), name, sizeof(name)) == 0);
  const pid_t child = ::fork();
  BOOST_REQUIRE(child >= 0);
  if (child == 0) ::_exit(start_on_terminal(name, background));
  int status = 0;
  BOOST_REQUIRE(::waitpid(child, &status, WUNTRACED) == child);
  if (WIFSTOPPED(status)) ::kill(child, SIGKILL);
  BOOST_REQUIRE(WIFEXITED(status));
  return WEXITSTATUS(status);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(foreground_suite)

BOOST_AUTO_TEST_CASE(a_foreground_child_gets_the_terminal) {
  BOOST_TEST(run_on_terminal(false) == 1);
}

BOOST_AUTO_TEST_CASE(a_background_job_does_not_take_the_terminal) {
  BOOST_TEST(run_on_terminal(true) == 0);
}

BOOST_AUTO_TEST_CASE(without_a_terminal_foreground_changes_nothing) {
  real_children real;
  const base::unique_fd stdin_before(::dup(STDIN_FILENO));
  const base::unique_fd nothing(::open("/dev/null", O_RDONLY));
  ::dup2(nothing.get(), STDIN_FILENO);
  auto spec = real.shell("exit 6");
  spec.foreground = true;
  const pid_t pid = real.start(spec);
  ::dup2(stdin_before.get(), STDIN_FILENO);
  BOOST_TEST(real.wait_for(pid).code == 6);
}

BOOST_AUTO_TEST_SUITE_END()
