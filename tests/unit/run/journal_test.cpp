#include "gamekeeper/run/journal.hpp"

#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <signal.h>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

struct journal_fixture {
  journal_fixture() {
    events.observe([this](const telemetry::recorded_event& event) { recorded.emplace_back(*event.json); });
  }
  /// The one line and the one event that were added; "" where there was none.
  std::pair<std::string, std::string> added() {
    const auto line = log.lines().size() > lines_seen ? log.lines().back() : "";
    const auto event = recorded.size() > events_seen ? recorded.back() : "";
    BOOST_TEST(log.lines().size() <= lines_seen + 1);
    BOOST_TEST(recorded.size() <= events_seen + 1);
    lines_seen = log.lines().size();
    events_seen = recorded.size();
    return {line, event};
  }
  void expect(std::string_view line, std::string_view event) {
    const auto [written, record] = added();
    BOOST_TEST(written.find(line) != std::string::npos, written << " has no " << line);
    BOOST_TEST(written.empty() == line.empty());
    BOOST_TEST(record.find(event) != std::string::npos, record << " has no " << event);
    BOOST_TEST(record.empty() == event.empty());
  }

  tests::captured_log log;
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  telemetry::event_history events{time};
  telemetry::agent_metrics counters;
  std::vector<std::string> recorded;
  std::size_t lines_seen = 0, events_seen = 0;
  lifecycle::state core;
  run::journal journal{time, log.log, {events, counters}, "f68e011bfb01"};
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(journals, journal_fixture)

BOOST_AUTO_TEST_CASE(a_failure_is_an_error_and_a_decided_end_is_not) {
  journal.end_decided({lifecycle::verdict::empty, "nobody was here"});
  expect(R"("level":"info","message":"the end is decided","verdict":"empty","reason":"nobody was here")",
         R"("verdict":"empty","reason":"nobody was here")");
  journal.end_decided({lifecycle::verdict::crashed, "exit code 3"});
  expect(R"("level":"error","message":"the end is decided")", R"("verdict":"crashed")");
}

BOOST_AUTO_TEST_CASE(a_phase_names_the_one_before_and_ready_names_its_way) {
  journal.game_ready("port");
  expect(R"("message":"the game is ready","by":"port")", "");
  journal.phase_entered(lifecycle::phase::running, core);
  BOOST_TEST_REQUIRE(recorded.size() == 2u);
  BOOST_TEST(recorded.front().find(R"("phase":"running","previous":"starting")") != std::string::npos);
  BOOST_TEST(recorded.back().find(R"("by":"port")") != std::string::npos);
  core.drain.deadline = time.now() + 30s;
  journal.phase_entered(lifecycle::phase::draining, core);
  BOOST_TEST(recorded.back().find(R"("phase":"draining","previous":"running")") != std::string::npos);
  BOOST_TEST(log.has(R"("message":"draining","grace":"30s")"));
}

BOOST_AUTO_TEST_CASE(each_announcement_is_told) {
  core.rules.veto.max = 10min;
  core.rules.self_stop.linger_max = 2min;
  core.occupancy.players = 4;
  const auto announce = [this](lifecycle::announcement announcement) {
    journal.announced(announcement, core);
  };
  announce(lifecycle::would_end{lifecycle::verdict::empty, "nobody"});
  expect("dry_run: the end would be decided now", R"("verdict":"empty")");
  announce(lifecycle::uptime_warning{10min});
  expect("ended for its uptime", R"("left_ms":600000)");
  announce(lifecycle::hold_expired{"map"});
  expect("a hold has expired", R"("id":"map")");
  announce(lifecycle::veto_heard{true, "a boss fight", 30s});
  expect(R"("message":"the veto hook says: not yet","reason":"a boss fight","asked_again_in":"30s")",
         R"("again_in_ms":30000)");
  announce(lifecycle::veto_heard{false, "fine", 30s});
  expect("the veto hook agrees", R"("again_in_ms":null)");
  announce(lifecycle::veto_overruled{});
  expect(R"("at_most":"10m")", "");
  announce(lifecycle::platform_end_doubted{"410"});
  expect(R"("reason":"410","players":4)", R"("what":"platform_end")");
  announce(lifecycle::restart_scheduled{lifecycle::verdict::crashed, "exit code 3", 2s, 4});
  expect(R"("in":"2s","restarts_left":4)", R"("wait_ms":2000,"left":4)");
  announce(lifecycle::retry_scheduled{8s});
  expect(R"("message":"the stop is tried again","in":"8s")", "");
  announce(lifecycle::stop_refused{});
  expect(R"("request_id":"f68e011bfb01")", "");
  announce(lifecycle::linger_expired{});
  expect(R"("waited":"2m")", "");
}

BOOST_AUTO_TEST_CASE(the_game_s_life_is_told) {
  journal.game_started(17, {"./server", "-port", "7777"}, 2);
  expect(R"("pid":17,"command":"./server -port 7777")", R"("pid":17,"restart":2)");
  journal.game_not_started({127, "./server: not found"});
  expect(R"("level":"error","message":"the game cannot be started")", "");
  journal.game_ended({17, {0, SIGKILL, false}}, "killed by SIGKILL, out of memory", true);
  expect(R"("how":"killed by SIGKILL, out of memory")", R"("signal":9)");
  journal.game_ended({17, {3, 0, false}}, "exit code 3", false);
  expect(R"("pid":17)", R"("signal":null)");
  journal.memory_kill(3);
  expect(R"("processes_killed":3)", R"("what":"memory_kill")");
  journal.game_hangs("no sign of life", "the evidence", {"one", "two"});
  BOOST_TEST(log.count("its last lines") == 2u);
  BOOST_TEST(recorded.back().find("no sign of life") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(processes_are_named_and_a_burst_of_them_is_cut) {
  std::vector<process::process_info> killed;
  for (int i = 0; i < 14; ++i) killed.push_back({100 + i, 1, 100, 'S', "worker"});
  journal.tree_killed(killed, false);
  expect(R"("level":"warn","message":"the time to end is over: killing what is left","count":14)", "");
  BOOST_TEST(log.lines().back().find("worker(111 S) and 2 more") != std::string::npos);
  journal.tree_killed(killed, true);
  expect(R"("level":"debug","message":"killing again)", "");
}

BOOST_AUTO_TEST_CASE(a_step_of_the_ladder_is_an_event_in_any_case_and_a_warning_when_it_fails) {
  journal.ladder_step_done(1, "line save", "");
  expect("", R"("rung":1,"what":"line save","result":"")");
  journal.ladder_step_done(1, "line save", "the pipe is full");
  expect(R"("step":"line save","what":"the pipe is full")", R"("result":"the pipe is full")");
}

BOOST_AUTO_TEST_CASE(what_somebody_asks_for_is_told) {
  journal.match_started("m1", R"({"map":"dust"})");
  expect(R"("message":"match started","id":"m1")", R"("metadata":{"map":"dust"})");
  journal.match_ended("m1", "red won", 90s);
  expect(R"("reason":"red won")", R"("lasted_ms":90000)");
  journal.hold_placed("map", "it loads", 1min, false);
  expect("hold placed", R"("for_ms":60000)");
  journal.hold_placed("map", "it loads", 1min, true);
  expect("hold renewed", R"("for_ms":60000)");
  journal.stop_requested("enough");
  expect("", R"("what":"stop","reason":"enough")");
  journal.signal_requested("SIGUSR1");
  expect(R"("signal":"SIGUSR1")", R"("what":"signal SIGUSR1")");
  journal.log_level_changed(base::log_level::error);
  expect("", R"("what":"log level error")");
  journal.time_extended(1min);
  BOOST_TEST(added().first.empty());
}

BOOST_AUTO_TEST_SUITE_END()
