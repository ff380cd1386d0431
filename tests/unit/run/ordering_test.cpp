// In which order the supervisor of a run does things, where another order would lose a decision, a signal or an end.
#include "unit/run/supervisor_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::supervisor_fixture;

namespace {

/// The number of the first log line that has `text`; npos when there is none.
std::size_t line_of(const supervisor_fixture& one, std::string_view text) {
  const auto& lines = one.log.lines();
  const auto found = std::find_if(lines.begin(), lines.end(),
                                  [text](const auto& line) { return line.find(text) != std::string::npos; });
  return found == lines.end() ? std::string::npos : static_cast<std::size_t>(found - lines.begin());
}

/// The types of all events that follow, in order.
void collect_types(supervisor_fixture& one, std::vector<std::string>& types) {
  one.events.observe([&types](const telemetry::recorded_event& event) { types.emplace_back(event.type); });
}

std::size_t position_of(const std::vector<std::string>& types, std::string_view type) {
  return static_cast<std::size_t>(std::find(types.begin(), types.end(), type) - types.begin());
}

telemetry::remembered earlier_decision() {
  telemetry::remembered earlier;
  earlier.request_id = "f68e011bfb01";
  earlier.verdict = "empty";
  earlier.reason = "nobody was here";
  return earlier;
}

/// An agent that has started and has no platform yet.
run::supervisor& start_without_platform(supervisor_fixture& one) {
  one.start_without_platform();
  one.time.advance(0s);
  return *one.agent;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ordering)

BOOST_AUTO_TEST_CASE(a_decision_is_in_the_state_file_before_its_event_and_before_the_game_is_asked_to_end) {
  supervisor_fixture one;
  auto& agent = one.start();
  int decisions = 0, signals = 0;
  one.events.observe([&](const telemetry::recorded_event& event) {
    if (event.type != "decided") return;
    ++decisions;
    BOOST_TEST(one.remembered().has_value());
  });
  one.host.on_signal = [&](const auto&) {
    ++signals;
    BOOST_TEST(one.remembered().has_value());
  };
  agent.control().stop("enough").value();
  BOOST_TEST(decisions == 1);
  BOOST_TEST(signals > 0);
}

BOOST_AUTO_TEST_CASE(a_decision_is_written_down_before_it_is_logged) {
  supervisor_fixture one;
  one.config.self_stop.state_path = one.folder.file("missing/state.json");
  one.start().control().stop("enough").value();
  const auto written = line_of(one, "the decision cannot be written down");
  const auto logged = line_of(one, "the end is decided");
  BOOST_TEST_REQUIRE(logged != std::string::npos);
  BOOST_TEST(written < logged);
}

BOOST_AUTO_TEST_CASE(a_signal_reaches_the_game_before_a_word_is_logged) {
  supervisor_fixture one;
  auto& agent = one.start();
  int sent = 0;
  one.host.on_signal = [&](const auto&) {
    ++sent;
    BOOST_TEST(!one.log.has("signal arrived"));
  };
  agent.on_signal({SIGUSR1, 0});
  BOOST_TEST(sent == 1);
  BOOST_TEST(!one.log.has("signal arrived"));
  agent.flush_signal_log();
  BOOST_TEST(line_of(one, "signal arrived") < line_of(one, "signal sent to the game"));
  BOOST_TEST(one.log.count("SIGUSR1") == 2u);
}

BOOST_AUTO_TEST_CASE(signals_that_were_not_logged_are_before_one_that_the_core_has_to_see) {
  for (const int number : {SIGTERM, SIGINT}) {
    supervisor_fixture one;
    one.config.signals.stop_signals = {SIGINT};
    auto& agent = one.start();
    agent.on_signal({SIGUSR1, 0});
    agent.on_signal({number, 0});
    const auto earlier = line_of(one, R"("signal arrived","signal":"SIGUSR1")");
    const auto later = line_of(one, R"("signal arrived","signal":")" + process::signal_name(number) + "\"");
    BOOST_TEST_REQUIRE(later != std::string::npos);
    BOOST_TEST(earlier < later);
    BOOST_TEST(later < line_of(one, "the end is decided"));
  }
}

BOOST_AUTO_TEST_CASE(an_event_that_an_effect_brings_at_once_waits_until_the_other_effects_are_carried_out) {
  supervisor_fixture one;
  std::vector<std::string> types;
  collect_types(one, types);
  auto& agent = one.start();
  one.http.from_now_on(200);
  one.host.on_signal = [&one](const auto& sent) {
    if (sent.signal == SIGTERM) one.host.end(sent.target, {0, 0, false});
  };
  agent.control().stop("enough").value();
  one.time.advance(0s);
  BOOST_TEST(position_of(types, "ladder") < position_of(types, "self_stop_attempt"));
  BOOST_TEST(agent.control().look().phase == "lingering");
}

BOOST_AUTO_TEST_CASE(a_restart_whose_spawn_fails_is_an_end_like_any_other) {
  supervisor_fixture one;
  one.config.policy.game.on_crash = lifecycle::after_drain::restart;
  auto& agent = one.start();
  one.game_ends(3);
  one.host.spawn_fails = process::spawn_failure(127, "./server: not found");
  one.http.from_now_on(200);
  one.time.advance(1min);
  BOOST_TEST(agent.control().look().end->verdict == "start_failed");
  BOOST_TEST(agent.control().look().phase == "lingering");
  BOOST_TEST(one.log.count("the end is decided") == 1u);
}

BOOST_AUTO_TEST_CASE(a_hook_that_ends_is_no_orphan_and_does_not_end_the_game) {
  supervisor_fixture one;
  auto& agent = one.start();
  one.host.add_orphan(900, "hook");
  one.game_io.hooks = {900};
  one.host.end(900, {1, 0, false});
  BOOST_TEST(agent.control().look().orphans_reaped == 0);
  BOOST_TEST(one.log.count("hook ended") == 1u);
  BOOST_TEST(!agent.control().look().end);
}

BOOST_AUTO_TEST_CASE(a_tree_of_nothing_but_hooks_is_empty) {
  supervisor_fixture one;
  auto& agent = one.start();
  one.http.from_now_on(200);
  one.host.add_orphan(900, "hook");
  one.game_io.hooks = {900};
  one.game_ends(0);
  BOOST_TEST(one.host.alive(900));
  BOOST_TEST(one.http.requests().size() == 1u);
  BOOST_TEST(agent.control().look().phase == "lingering");
}

BOOST_AUTO_TEST_CASE(a_stop_that_falls_due_before_the_platform_is_connected_waits_for_it) {
  supervisor_fixture one;
  one.http.from_now_on(200);
  auto& agent = start_without_platform(one);
  agent.control().stop("enough").value();
  one.game_ends(0);
  BOOST_TEST(one.http.requests().empty());
  BOOST_TEST(agent.control().look().phase == "stopping");
  agent.connect(*one.platform);
  one.time.advance(0s);
  BOOST_TEST(one.http.requests().size() == 1u);
  BOOST_TEST(agent.control().look().phase == "lingering");
}

BOOST_AUTO_TEST_CASE(a_stop_that_was_decided_earlier_waits_for_the_platform_too) {
  supervisor_fixture one;
  telemetry::write_state(*one.config.self_stop.state_path, earlier_decision()).value();
  one.http.from_now_on(200);
  auto& agent = start_without_platform(one);
  BOOST_TEST(one.host.spawns.empty());
  BOOST_TEST(one.http.requests().empty());
  BOOST_TEST(agent.control().look().phase == "stopping");
  agent.connect(*one.platform);
  one.time.advance(0s);
  BOOST_TEST(agent.control().look().phase == "lingering");
  BOOST_TEST(one.remembered()->accepted);
}

BOOST_AUTO_TEST_CASE(the_game_runs_before_there_is_a_platform_or_anything_to_show) {
  supervisor_fixture one;
  auto& agent = start_without_platform(one);
  BOOST_TEST(one.host.spawns.size() == 1u);
  BOOST_TEST(agent.control().settings().empty());
  BOOST_TEST(agent.control().look().phase == "running");
}

BOOST_AUTO_TEST_CASE(a_whole_run_leaves_these_events_in_this_order) {
  supervisor_fixture one;
  std::vector<std::string> types;
  collect_types(one, types);
  auto& agent = one.start();
  one.http.from_now_on(200);
  agent.control().start_match("m1", "").value();
  agent.control().hold({"map", "the map loads", 1min}).value();
  agent.control().release("map").value();
  one.platform_says(2);
  agent.on_signal({SIGUSR1, 0});
  agent.flush_signal_log();
  agent.control().end_match("red won").value();
  one.game_ends(0);
  agent.on_signal({SIGTERM, 0});
  const std::vector<std::string> expected{
      "game_started",    "phase",      "ready",  "match_started",     "hold_placed",      "hold_released",
      "platform_status", "occupancy",  "signal", "match_ended",       "decided",          "phase",
      "ladder",          "game_ended", "phase",  "self_stop_attempt", "self_stop_answer", "phase",
      "signal",          "phase",      "ended"};
  BOOST_TEST(types == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
