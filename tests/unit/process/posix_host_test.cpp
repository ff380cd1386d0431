#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

/// Waits until the child has ended, and leaves it for the host to reap.
void until_it_is_a_zombie(pid_t pid) {
  siginfo_t info{};
  BOOST_REQUIRE(::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(posix_host_suite)

BOOST_AUTO_TEST_CASE(all_that_ended_is_reaped_at_one_signal) {
  real_children real;
  std::vector<pid_t> pids;
  for (int i = 0; i < 20; ++i) pids.push_back(real.start(real.shell("exit " + std::to_string(i))));
  for (const pid_t pid : pids) until_it_is_a_zombie(pid);
  real.host.child_signal();
  BOOST_REQUIRE(real.ended.size() == 20u);
  for (const auto& one : real.ended) {
    const auto at = std::find(pids.begin(), pids.end(), one.pid) - pids.begin();
    BOOST_TEST(one.status.code == at);
  }
  BOOST_TEST(real.no_children == 1);
}

BOOST_AUTO_TEST_CASE(an_orphan_comes_to_us_and_is_the_last_to_go) {
  real_children real;
  output_pipe output;
  auto spec = real.shell("(setsid sh -c 'echo $$; exec sleep 1000' &); exit 0");
  spec.output_fd = output.write_end();
  const pid_t main = real.start(spec);
  const pid_t orphan = std::stoi(output.line());
  BOOST_TEST(real.wait_for(main).success());
  BOOST_TEST(real.no_children == 0);
  BOOST_TEST(real.host.signal_process(orphan, SIGTERM).has_value());
  BOOST_TEST(real.wait_for(orphan).signal == SIGTERM);
  BOOST_TEST(real.no_children == 1);
}

BOOST_AUTO_TEST_CASE(no_children_is_said_once_for_each_time_that_the_last_one_ended) {
  real_children real;
  real.host.child_signal();
  BOOST_TEST(real.no_children == 0);
  const pid_t first = real.start(real.shell("exit 0"));
  until_it_is_a_zombie(first);
  real.host.child_signal();
  real.host.child_signal();
  BOOST_TEST(real.no_children == 1);
  until_it_is_a_zombie(real.start(real.shell("exit 0")));
  real.host.child_signal();
  BOOST_TEST(real.no_children == 2);
}

BOOST_AUTO_TEST_CASE(a_start_that_failed_is_no_end_of_anything) {
  real_children real;
  auto spec = real.shell("");
  spec.command = {"/etc/passwd"};
  BOOST_TEST(real.host.spawn(spec).has_error());
  for (int turn = 0; turn < 10; ++turn) real.loop.poll();
  BOOST_TEST(real.ended.empty());
  BOOST_TEST(real.no_children == 0);
}

BOOST_AUTO_TEST_CASE(a_listener_may_start_the_next_one) {
  process::posix_host* host = nullptr;
  const real_children* fixture = nullptr;
  int started = 0;
  real_children real({[&](process::process_ended) {
                        if (++started < 3) (void)host->spawn(fixture->shell("exit 0"));
                      },
                      {}});
  host = &real.host;
  fixture = &real;
  real.start(real.shell("exit 0"));
  real.wait_for_all();
  BOOST_TEST(real.ended.size() == 3u);
  BOOST_TEST(real.no_children == 1);
}

BOOST_AUTO_TEST_CASE(a_listener_may_kill_the_tree_and_reap) {
  process::posix_host* host = nullptr;
  real_children real({[&](process::process_ended) {
                        host->kill_tree();
                        host->child_signal();
                      },
                      {}});
  host = &real.host;
  for (int i = 0; i < 5; ++i) real.start(real.shell("exec sleep 1000"));
  real.start(real.shell("exit 0"));
  real.wait_for_all();
  BOOST_TEST(real.ended.size() == 6u);
  BOOST_TEST(real.no_children == 1);
}

BOOST_AUTO_TEST_CASE(what_is_left_is_told_once_for_all_that_were_reaped_together) {
  int told = 0;
  real_children real({{}, {}, [&told] { ++told; }});
  const pid_t stays = real.start(real.shell("exec sleep 1000"));
  std::vector<pid_t> others;
  for (int i = 0; i < 20; ++i) others.push_back(real.start(real.shell("exit 0")));
  for (const pid_t pid : others) until_it_is_a_zombie(pid);
  real.host.child_signal();
  BOOST_TEST(real.ended.size() == 20u);
  BOOST_TEST(told == 1);
  real.host.signal_process(stays, SIGKILL).value();
  real.wait_for_all();
  BOOST_TEST(told == 1);
}

BOOST_AUTO_TEST_CASE(a_signal_reaches_one_process_or_what_is_left_of_its_group) {
  real_children real;
  output_pipe output;
  auto spec = real.shell("sleep 1000 & echo $!; exec sleep 1000");
  spec.output_fd = output.write_end();
  const pid_t main = real.start(spec);
  const pid_t other = std::stoi(output.line());
  BOOST_TEST(real.host.signal_process(main, SIGUSR1).has_value());
  BOOST_TEST(real.wait_for(main).signal == SIGUSR1);
  BOOST_TEST(!real.has_ended(other));
  BOOST_TEST(real.host.signal_group(main, SIGUSR2).has_value());
  BOOST_TEST(real.wait_for(other).signal == SIGUSR2);
}

BOOST_AUTO_TEST_CASE(what_is_gone_cannot_be_signalled) {
  real_children real;
  const pid_t pid = real.start(real.shell("exit 0"));
  real.wait_for(pid);
  BOOST_TEST((real.host.signal_group(pid, SIGTERM).error().code() == base::errc::not_found));
  BOOST_TEST((real.host.signal_process(pid, SIGTERM).error().code() == base::errc::not_found));
}

BOOST_AUTO_TEST_CASE(the_numbers_that_mean_many_to_kill_are_refused) {
  real_children real;
  for (const pid_t pid : {1, 0, -1, -2}) {
    // Signal 0 asks only whether it could be sent: a host without the check would hit the whole machine.
    for (const auto& sent : {real.host.signal_group(pid, 0), real.host.signal_process(pid, 0)}) {
      BOOST_REQUIRE(sent.has_error());
      BOOST_TEST((sent.error().code() == base::errc::invalid_input));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_signal_that_does_not_exist_is_the_systems_error) {
  real_children real;
  const pid_t pid = real.start(real.shell("sleep 1000"));
  const auto sent = real.host.signal_process(pid, 99);
  BOOST_REQUIRE(sent.has_error());
  BOOST_TEST((sent.error().code() == base::errc::io));
  BOOST_TEST(sent.error().message().find("cannot send signal 99 to process") == 0u);
}

BOOST_AUTO_TEST_CASE(the_host_becomes_the_reaper_of_orphans) {
  real_children real;
  int set = 0;
  BOOST_REQUIRE(::prctl(PR_GET_CHILD_SUBREAPER, &set, 0, 0, 0) == 0);
  BOOST_TEST((set == 1 || ::getpid() == 1));
}

BOOST_AUTO_TEST_SUITE_END()
