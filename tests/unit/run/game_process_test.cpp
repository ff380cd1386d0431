#include "base/limits.hpp"
#include "unit/run/supervisor_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::supervisor_fixture;
using sent = tests::fake_process_host::sent;

namespace {

std::size_t count(const supervisor_fixture& one, const sent& wanted) {
  const auto& all = one.host.signals;
  return static_cast<std::size_t>(std::count(all.begin(), all.end(), wanted));
}

/// A helper whose parent, the game, has ended.
void only_a_helper_is_left(supervisor_fixture& one) {
  one.host.add_orphan(900, "saver");
  one.game_ends(0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shell_processes)

BOOST_AUTO_TEST_CASE(an_end_asks_every_group_of_the_tree_and_continues_it) {
  supervisor_fixture one;
  auto& agent = one.start();
  one.host.add_orphan(900, "server");
  agent.control().stop("").value();
  for (const int number : {SIGTERM, SIGCONT}) {
    BOOST_TEST(count(one, {one.game(), number, true}) == 1u);
    BOOST_TEST(count(one, {900, number, true}) == 1u);
  }
}

BOOST_AUTO_TEST_CASE(with_signal_target_child_the_others_are_asked_shortly_before_the_deadline) {
  supervisor_fixture one;
  one.config.signals.policy.target = process::signal_target::child;
  auto& agent = one.start();
  one.host.add_orphan(900, "server");
  agent.control().stop("").value();
  BOOST_TEST(count(one, {one.game(), SIGTERM, false}) == 1u);
  BOOST_TEST(one.times_asked() == 1u);
  one.time.advance(25s);
  BOOST_TEST(count(one, {900, SIGTERM, false}) == 1u);
  BOOST_TEST(one.times_asked() == 2u);
  BOOST_TEST(one.host.tree_kills == 0);
  BOOST_TEST(one.log.has("server(900 S)"));
}

BOOST_AUTO_TEST_CASE(what_starts_after_the_signal_is_asked_before_it_is_killed) {
  supervisor_fixture one;
  auto& agent = one.start();
  agent.control().stop("").value();
  one.host.add_orphan(900, "late");
  one.time.advance(25s);
  BOOST_TEST(count(one, {900, SIGTERM, false}) == 1u);
  one.host.add_orphan(901, "later");
  one.time.advance(5s - 1ms);
  BOOST_TEST(count(one, {901, SIGTERM, false}) == 1u);
  BOOST_TEST(one.host.tree_kills == 0);
  one.time.advance(1ms);
  BOOST_TEST(one.host.tree_kills == 1);
}

BOOST_AUTO_TEST_CASE(a_helper_that_outlives_the_game_is_asked_late_by_us_and_at_once_by_sigterm) {
  supervisor_fixture one;
  auto& agent = one.start();
  only_a_helper_is_left(one);
  one.time.advance(24s);
  BOOST_TEST(one.times_asked() == 0u);
  agent.on_signal({SIGTERM, 0});
  BOOST_TEST(count(one, {900, SIGTERM, true}) == 1u);
  one.host.end(900, {});
  BOOST_TEST(*one.left == 0);
}

BOOST_AUTO_TEST_CASE(a_ladder_of_lines_ends_with_a_signal_before_the_kill) {
  supervisor_fixture one;
  one.config.policy.ladder = {{0ms, 0}};
  one.config.ladder = {settings::ladder_step{}};
  one.config.ladder.front().what = settings::ladder_step::kind::line;
  one.config.ladder.front().text = "quit";
  auto& agent = one.start();
  agent.control().stop("").value();
  BOOST_TEST(count(one, {one.game(), SIGCONT, true}) == 1u);
  one.time.advance(30s - 201ms);
  BOOST_TEST(one.times_asked() == 0u);
  one.time.advance(1ms);
  BOOST_TEST(count(one, {one.game(), SIGTERM, false}) == 1u);
  BOOST_TEST(one.host.tree_kills == 0);
}

BOOST_AUTO_TEST_CASE(a_hook_is_neither_asked_nor_killed_with_the_game) {
  supervisor_fixture one;
  auto& agent = one.start();
  one.http.from_now_on(200);
  one.host.add_orphan(900, "hook");
  one.game_io.hooks = {900};
  agent.control().stop("").value();
  one.time.advance(30s);
  BOOST_TEST(one.host.tree_kills == 1);
  BOOST_TEST(one.host.alive(900));
  BOOST_TEST(count(one, {900, SIGTERM, true}) + count(one, {900, SIGTERM, false}) == 0u);
  BOOST_TEST(agent.control().look().phase == "lingering");
}

BOOST_AUTO_TEST_CASE(thousands_of_orphans_that_end_beside_a_hook_are_looked_at_once) {
  supervisor_fixture one;
  one.start();
  one.host.add_orphan(500, "hook");
  one.game_io.hooks = {500};
  constexpr pid_t first = 1000;
  constexpr pid_t last = 3000;
  for (pid_t pid = first; pid <= last; ++pid) one.host.add_orphan(pid, "orphan");
  one.game_ends(0);
  const auto before = one.host.looks;
  for (pid_t pid = first; pid <= last; ++pid) one.host.end(pid, {});
  BOOST_TEST(one.host.looks == before);
  BOOST_TEST(one.http.requests().empty());
  one.http.from_now_on(200);
  one.time.advance(base::limits::tree_look_every);
  BOOST_TEST(one.host.looks == before + 1);
  BOOST_TEST(one.http.requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(without_a_hook_nobody_looks_at_all_processes_for_an_orphan) {
  supervisor_fixture one;
  one.start();
  for (pid_t pid = 1000; pid < 1100; ++pid) one.host.add_orphan(pid, "orphan");
  one.game_ends(0);
  for (pid_t pid = 1000; pid < 1099; ++pid) one.host.end(pid, {});
  BOOST_TEST(one.host.looks == 0);
}

BOOST_AUTO_TEST_CASE(a_kill_for_memory_decides_on_the_end_of_a_script_too) {
  for (const int code : {0, 1, 137}) {
    supervisor_fixture one;
    auto& agent = one.start();
    *one.game_io.memory_killed += 1;
    one.game_ends(code);
    BOOST_TEST(agent.control().look().end->verdict == "out_of_memory");
    BOOST_TEST(!one.log.has("has killed a process"));
    BOOST_TEST(one.log.has("out of memory"));
  }
}

BOOST_AUTO_TEST_CASE(a_kill_for_memory_that_the_game_outlives_is_an_event_and_no_verdict) {
  supervisor_fixture one;
  int warnings = 0;
  one.events.observe([&warnings](const telemetry::recorded_event& each) {
    if (each.json->find("\"what\":\"memory_kill\"") != std::string::npos) ++warnings;
  });
  auto& agent = one.start();
  *one.game_io.memory_killed += 1;
  agent.check_memory();
  agent.check_memory();
  BOOST_TEST(one.log.count("has killed a process of this container for memory") == 1u);
  BOOST_TEST(warnings == 1);
  one.time.advance(1h);
  one.game_ends(0);
  BOOST_TEST(agent.control().look().end->verdict == "game_exited");
}

BOOST_AUTO_TEST_CASE(without_a_counter_nothing_is_put_down_to_memory) {
  supervisor_fixture one;
  one.game_io.memory_killed.reset();
  auto& agent = one.start();
  one.game_ends(137);
  BOOST_TEST(agent.control().look().end->verdict == "crashed");
}

BOOST_AUTO_TEST_SUITE_END()
