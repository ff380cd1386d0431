#include "process/parent_death.hpp"

#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

int asked_for() {
  int signal = -1;
  ::prctl(PR_GET_PDEATHSIG, &signal);
  return signal;
}

void write_word(int fd, std::string_view word) {
  if (::write(fd, word.data(), word.size()) < 0) ::_exit(1);
}

/// Forks a process that forks another, and runs `body` in the latter. What the one in the middle does before it ends
/// is up to `wait`.
template <typename Wait, typename Body>
void as_grandchild(Wait wait, Body body) {
  if (::fork() != 0) return;
  if (::fork() == 0) {
    body();
    ::_exit(0);
  }
  wait();
  ::_exit(0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parent_death)

BOOST_AUTO_TEST_CASE(the_end_of_the_parent_is_a_signal) {
  real_children real;
  output_pipe output, ready;
  as_grandchild([&] { ready.line(); },
                [&] {
                  // What a signal block holds back is read here, as the agent does.
                  sigset_t term;
                  sigemptyset(&term);
                  sigaddset(&term, SIGTERM);
                  ::sigprocmask(SIG_BLOCK, &term, nullptr);
                  const bool ended = process::follow_parent(SIGTERM, ::getppid(), real.log);
                  write_word(ready.write_end(), "\n");
                  int arrived = 0;
                  ::sigwait(&term, &arrived);
                  write_word(output.write_end(), ended ? "late" : arrived == SIGTERM ? "term" : "other");
                });
  BOOST_TEST(output.rest() == "term");
  real.wait_for_all();
}

BOOST_AUTO_TEST_CASE(a_parent_that_ended_before_is_said) {
  real_children real;
  output_pipe output;
  const pid_t test = ::getpid();
  as_grandchild([] {},
                [&] {
                  // Not sleeping: it is adopted by the test, which is a subreaper.
                  while (::getppid() != test) ::sched_yield();
                  write_word(output.write_end(),
                             process::follow_parent(SIGTERM, test + 1, real.log) ? "late" : "in time");
                });
  BOOST_TEST(output.rest() == "late");
  real.wait_for_all();
}

BOOST_AUTO_TEST_CASE(nothing_is_asked_for_without_a_signal) {
  real_children real;
  BOOST_TEST(!process::follow_parent(0, ::getppid() + 1, real.log));
  BOOST_TEST(asked_for() == 0);
  BOOST_TEST(!process::follow_parent(SIGTERM, ::getppid(), real.log));
  BOOST_TEST(asked_for() == SIGTERM);
  ::prctl(PR_SET_PDEATHSIG, 0);
}

BOOST_AUTO_TEST_SUITE_END()
