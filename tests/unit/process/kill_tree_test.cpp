#include "unit/process/real_children.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/wait.h>

#include <algorithm>
#include <sstream>

using namespace gamekeeper;
using namespace gamekeeper::tests;

namespace {

const process::process_info* find(const std::vector<process::process_info>& all, pid_t pid) {
  const auto at = std::find_if(all.begin(), all.end(), [&](const auto& each) { return each.pid == pid; });
  return at == all.end() ? nullptr : &*at;
}

std::vector<pid_t> numbers(const std::string& line) {
  std::istringstream words(line);
  std::vector<pid_t> all;
  for (pid_t number; words >> number;) all.push_back(number);
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kill_tree_suite)

BOOST_AUTO_TEST_CASE(descendants_include_those_in_another_session_and_orphans) {
  real_children real;
  output_pipe output;
  auto spec = real.shell(
      "sleep 1000 & plain=$!; setsid sleep 1000 & session=$!; "
      "orphan=$(sh -c 'sleep 1000 >/dev/null & echo $!'); echo $plain $session $orphan; wait");
  spec.output_fd = output.write_end();
  const pid_t main = real.start(spec);
  const auto pids = numbers(output.line());
  BOOST_REQUIRE(pids.size() == 3u);
  const auto tree = real.host.descendants();
  BOOST_REQUIRE(find(tree, main));
  BOOST_TEST(find(tree, main)->parent == ::getpid());
  BOOST_TEST(find(tree, main)->group == main);
  BOOST_TEST(find(tree, main)->name == "sh");
  for (const pid_t pid : pids) BOOST_REQUIRE(find(tree, pid));
  BOOST_TEST(find(tree, pids[0])->parent == main);
  BOOST_TEST(find(tree, pids[2])->parent == ::getpid());
  BOOST_TEST(find(tree, main) < find(tree, pids[0]));
}

BOOST_AUTO_TEST_CASE(processes_of_the_agent_s_own_are_no_part_of_the_tree) {
  real_children real;
  const pid_t own = real.start(real.shell("exec sleep 1000"));
  const pid_t of_game = real.start(real.shell("exec sleep 1000"));
  real.host.exclude([own](const auto& each) { return each.pid == own; });
  const auto tree = real.host.descendants();
  BOOST_TEST(!find(tree, own));
  BOOST_TEST(find(tree, of_game));
  BOOST_TEST(real.host.kill_tree().size() == 1u);
  BOOST_TEST(real.wait_for(of_game).signal == SIGKILL);
  BOOST_TEST(!real.has_ended(own));
  BOOST_TEST(real.host.descendants().empty());
  real.host.exclude({});
}

BOOST_AUTO_TEST_CASE(kill_tree_spares_what_it_is_told_to_spare) {
  real_children real;
  const pid_t spared = real.start(real.shell("exec sleep 1000"));
  const pid_t other = real.start(real.shell("exec sleep 1000"));
  const auto killed = real.host.kill_tree([spared](const auto& each) { return each.group == spared; });
  BOOST_TEST_REQUIRE(killed.size() == 1u);
  BOOST_TEST(killed.front().pid == other);
  BOOST_TEST(real.wait_for(other).signal == SIGKILL);
  BOOST_TEST(!real.has_ended(spared));
}

BOOST_AUTO_TEST_CASE(kill_tree_ends_what_ignores_is_stopped_or_ran_away) {
  real_children real;
  output_pipe output;
  auto spec = real.shell(
      "trap '' TERM HUP INT; setsid sh -c 'trap \"\" TERM; sleep 1000 & wait' & away=$!; sleep 1000 & "
      "stopped=$!; kill -STOP $stopped; "
      "daemon=$(sh -c 'setsid sh -c \"sleep 1000\" >/dev/null & echo $!'); echo $away $stopped $daemon; "
      "wait");
  spec.output_fd = output.write_end();
  const pid_t main = real.start(spec);
  auto expected = numbers(output.line());
  expected.push_back(main);
  const auto killed = real.host.kill_tree();
  for (const pid_t pid : expected) BOOST_TEST(find(killed, pid) != nullptr);
  real.wait_for_all();
  BOOST_TEST(real.wait_for(main).signal == SIGKILL);
  BOOST_TEST(real.host.descendants().empty());
}

BOOST_AUTO_TEST_CASE(kill_tree_overtakes_a_family_that_keeps_forking) {
  real_children real;
  output_pipe output;
  auto spec = real.shell("echo ready; while :; do (setsid sleep 1000 >/dev/null &); done");
  spec.output_fd = output.write_end();
  real.start(spec);
  BOOST_TEST(output.line() == "ready");
  BOOST_TEST(!real.host.kill_tree().empty());
  real.wait_for_all();
  BOOST_TEST(real.host.descendants().empty());
}

BOOST_AUTO_TEST_CASE(kill_tree_catches_a_chain_that_forks_and_exits_in_its_group) {
  real_children real;
  output_pipe output;
  const temporary_folder here;
  const auto link = here.write("link", "#!/bin/sh\n\"$0\" &\n");
  auto spec = real.shell("echo ready; " + link + " & wait");
  spec.output_fd = output.write_end();
  real.start(spec);
  BOOST_TEST(output.line() == "ready");
  real.host.kill_tree();
  real.wait_for_all();
  BOOST_TEST(real.host.descendants().empty());
}

BOOST_AUTO_TEST_CASE(what_has_ended_and_waits_to_be_reaped_is_not_killed_again) {
  real_children real;
  const pid_t pid = real.start(real.shell("exit 4"));
  siginfo_t info{};
  BOOST_REQUIRE(::waitid(P_PID, static_cast<id_t>(pid), &info, WEXITED | WNOWAIT) == 0);
  const auto tree = real.host.descendants();
  BOOST_REQUIRE(find(tree, pid));
  BOOST_TEST(find(tree, pid)->state == 'Z');
  BOOST_TEST(real.host.kill_tree().empty());
  BOOST_TEST(real.wait_for(pid).code == 4);
}

BOOST_AUTO_TEST_CASE(nobody_to_kill_is_no_failure) {
  real_children real;
  BOOST_TEST(real.host.kill_tree().empty());
}

BOOST_AUTO_TEST_SUITE_END()
