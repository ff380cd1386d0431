#include "gamekeeper/run/shell.hpp"

#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_process_host.hpp"
#include "support/fake_surroundings.hpp"
#include "support/scripted_transport.hpp"
#include "support/temporary_folder.hpp"
#include "telemetry/state_file.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <signal.h>

using namespace gamekeeper;
using namespace std::chrono_literals;
namespace asio = boost::asio;

namespace {

constexpr const char* delete_token = "7df4cd933df87084b34ae80d8abde293";

edgegap::injected_environment injected() {
  const std::vector<std::string> variables{
      "ARBITRIUM_REQUEST_ID=f68e011bfb01",
      "ARBITRIUM_DELETE_URL=https://api.edgegap.com/v1/self/stop/9f511e17/660",
      std::string("ARBITRIUM_DELETE_TOKEN=") + delete_token,
  };
  return edgegap::read_environment(variables);
}

/// A whole agent without a system below it: processes, time and the platform are played by the test.
struct deployment {
  explicit deployment(bool on_platform = true) {
    edgegap::client_settings settings;
    settings.api = net::parse_trusted_url("https://api.edgegap.com").value();
    platform.emplace(http, time, settings, on_platform ? injected() : edgegap::injected_environment());
    what.rules.on_platform = what.rules.can_self_stop = what.on_platform = on_platform;
    what.game.command = {"./server", "-port", "7777"};
    what.reading_max_age = 45s;
    what.unknown_warn_after = 5min;
    what.detectors = {"sockets_usage", "reported"};
    what.ladder = settings::ladder_of({});
    what.version = "0.0.0";
    if (on_platform) {
      what.deployment = what.request_id = "f68e011bfb01";
      what.state_path = folder.file("state.json");
    }
  }

  run::shell& start() {
    agent.emplace(time, log.log, run::reports{events, counters}, host, around, tasks, what,
                  [this](int code) { left = code; });
    agent->start();
    agent->connect(*platform);
    time.advance(0s);
    return *agent;
  }

  pid_t game() const { return host.spawns.back().pid; }
  void game_ends(int code) {
    host.end(game(), process::exit_status{code, 0, false});
    time.advance(0s);
  }
  void platform_says(std::optional<int> sockets_usage) {
    edgegap::deployment seen;
    seen.status = edgegap::deployment_status::ready;
    seen.status_text = "Status.READY";
    seen.sockets_usage = sockets_usage;
    agent->on_observation(edgegap::observation(time.now(), edgegap::operation_id::context_get, seen));
  }
  void platform_fails(int status) {
    const auto from = edgegap::operation_id::context_get;
    agent->on_observation(edgegap::observation(
        time.now(), from,
        edgegap::api_error::from_answer(from, net::http_response{status, {}, "{}"}, time.wall())));
  }
  /// A watcher that is played by the test, and asks as often as it says.
  void paced_by(base::duration interval) {
    what.rules.look_before_idle_end = true;
    interval_ = interval;
    start().set_pace({[this] { told += "a"; }, [this] { told += "r"; },
                      [this](base::time_point until) { told += until == base::time_point{} ? "c" : "h"; },
                      [this] { told += "l"; }, [this] { return interval_; }});
  }
  std::optional<telemetry::remembered> remembered() {
    return telemetry::read_state(*what.state_path).value();
  }

  tests::temporary_folder folder;
  tests::captured_log log;
  asio::io_context loop{1};
  tests::fake_clock time{loop};
  tests::fake_process_host host;
  tests::scripted_transport http{time};
  std::optional<edgegap::client> platform;
  base::task_group tasks{loop.get_executor(), log.log};
  tests::fake_surroundings around;
  telemetry::event_history events{time};
  telemetry::agent_metrics counters;
  run::plan what;
  std::optional<run::shell> agent;
  std::optional<int> left;
  std::string told;  ///< to the watcher: attend, relax, hurry, calm down, look
  base::duration interval_{};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(shell_)

BOOST_AUTO_TEST_CASE(a_match_that_ends_is_written_down_drained_stopped_and_left_at_sigterm) {
  deployment one;
  auto& agent = one.start();
  one.http.then(202, R"({"message": "Delete request will be processed soon"})");
  BOOST_TEST(agent.start_match("m1", "").has_value());
  BOOST_TEST(agent.end_match("red won").has_value());
  BOOST_TEST(one.remembered()->verdict == "match_ended");
  BOOST_TEST((one.host.signals.back() == tests::fake_process_host::sent{one.game(), SIGTERM, true}));
  BOOST_TEST(one.http.requests().empty());

  one.game_ends(0);
  BOOST_TEST_REQUIRE(one.http.requests().size() == 1u);
  const auto& request = one.http.requests().front();
  BOOST_TEST(request.method == "DELETE");
  BOOST_TEST(request.url == "https://api.edgegap.com/v1/self/stop/9f511e17/660");
  BOOST_TEST(*request.authorization == delete_token);
  BOOST_TEST(one.remembered()->accepted);
  BOOST_TEST(*one.remembered()->game_exit_code == 0);
  BOOST_TEST(!one.left);
  agent.on_signal({SIGTERM, 0});
  BOOST_TEST(*one.left == 0);
  BOOST_TEST(one.log.has("\"message\":\"ended\",\"verdict\":\"match_ended\",\"reason\":\"red won\""));
  BOOST_TEST(!one.log.has(delete_token));
}

BOOST_AUTO_TEST_CASE(the_platforms_zero_after_players_ends_it_and_null_does_not) {
  deployment one;
  one.start();
  one.platform_says(4);
  for (int poll = 0; poll < 100; ++poll) {
    one.time.advance(10s);
    one.platform_says(std::nullopt);
  }
  BOOST_TEST(one.host.signals.empty());
  for (int poll = 0; poll < 7; ++poll) {
    one.platform_says(0);
    one.time.advance(10s);
  }
  BOOST_TEST(one.host.signals.size() == 1u);
  BOOST_TEST(one.remembered()->verdict == "empty");
}

BOOST_AUTO_TEST_CASE(polls_that_fail_for_long_make_it_unknown_and_an_outage_stops_nothing) {
  deployment one;
  auto& agent = one.start();
  one.platform_says(4);
  one.time.advance(10s);
  one.platform_says(0);
  const base::error lost(base::errc::unreachable, "api.edgegap.com: connection refused");
  agent.on_observation(
      edgegap::observation(one.time.now(), edgegap::operation_id::context_get,
                           edgegap::api_error::from_failure(edgegap::operation_id::context_get, lost)));
  one.time.advance(24h);
  BOOST_TEST(one.host.signals.empty());
  BOOST_TEST(agent.look().presence == "unknown");
  BOOST_TEST(agent.look().platform.last_error.find("connection refused") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(players_that_the_game_reports_keep_it_up_whatever_the_platform_counts) {
  deployment one;
  auto& agent = one.start();
  BOOST_TEST(agent.report_players(2, std::nullopt).has_value());
  for (int poll = 0; poll < 100; ++poll) {
    one.platform_says(0);
    one.time.advance(10s);
  }
  BOOST_TEST(one.host.signals.empty());
  agent.report_players(0, std::nullopt).value();
  for (int poll = 0; poll < 7; ++poll) {
    one.platform_says(0);
    one.time.advance(10s);
  }
  BOOST_TEST(one.host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_detector_that_says_nothing_is_shown_and_a_platform_that_nobody_asks_is_missed) {
  deployment one;
  auto& agent = one.start();
  const auto seen = agent.look().detectors;
  BOOST_TEST_REQUIRE(seen.size() == 2u);
  for (const auto& each : seen) BOOST_TEST((each.presence == "unknown" && !each.age));
  one.time.advance(5min);
  BOOST_TEST(one.log.has("a detector does not know"));
  BOOST_TEST(!one.log.has("\"detector\":\"reported\""));
  one.platform_says(std::nullopt);
  one.time.advance(3s);
  BOOST_TEST((agent.look().detectors.front().age == base::duration(3s)));
}

BOOST_AUTO_TEST_CASE(while_the_game_reports_players_the_platform_is_asked_rarely_and_its_count_stays) {
  deployment one;
  one.paced_by(450s);
  auto& agent = *one.agent;
  one.platform_says(4);
  BOOST_TEST(one.told == "");
  agent.report_players(2, std::nullopt).value();
  BOOST_TEST(one.told == "r");
  one.time.advance(10min);
  BOOST_TEST(agent.look().players == 4);
  BOOST_TEST(!one.log.has("a detector does not know"));
  agent.report_players(0, std::nullopt).value();
  BOOST_TEST(one.told == "rah");
  // Four were there ten minutes ago: that is neither players nor none now, and the game says none.
  BOOST_TEST(agent.look().presence == "none");
  one.platform_fails(429);
  BOOST_TEST(agent.look().presence == "none");
  one.platform_says(1);
  BOOST_TEST(one.told == "rahc");
  one.time.advance(30s);
  BOOST_TEST(one.host.signals.empty());
  agent.stop("enough").value();
  BOOST_TEST(one.told == "rahcr");
}

BOOST_AUTO_TEST_CASE(a_count_lasts_for_as_long_as_the_pace_makes_it_and_no_longer) {
  deployment one;
  one.paced_by(120s);
  one.platform_says(4);
  one.time.advance(359s);
  BOOST_TEST(one.agent->look().presence == "players");
  // The fleet has become larger: a 429 says that the next one comes later still.
  one.interval_ = 10min;
  one.platform_fails(429);
  one.time.advance(1439s);
  BOOST_TEST(one.agent->look().presence == "players");
  one.time.advance(2s);
  BOOST_TEST(one.agent->look().presence == "unknown");
  // An outage makes nothing last longer.
  one.interval_ = 10s;
  one.platform_says(4);
  one.interval_ = 10min;
  one.platform_fails(503);
  one.time.advance(46s);
  BOOST_TEST(one.agent->look().presence == "unknown");
}

BOOST_AUTO_TEST_CASE(an_idle_server_is_ended_on_a_reading_that_is_taken_then) {
  deployment one;
  one.paced_by(10min);
  one.platform_says(4);
  one.time.advance(10min);
  one.platform_says(0);
  BOOST_TEST(one.told == "h");
  one.time.advance(60s);
  BOOST_TEST(one.told == "hlh");
  BOOST_TEST(one.host.signals.empty());
  // Whoever came in between is seen.
  one.platform_says(1);
  BOOST_TEST(one.told == "hlhc");
  one.time.advance(10min);
  BOOST_TEST(one.host.signals.empty());
  one.platform_says(0);
  one.time.advance(60s);
  BOOST_TEST(one.host.signals.empty());
  one.platform_says(0);
  BOOST_TEST(one.host.signals.size() == 1u);
  BOOST_TEST(one.remembered()->verdict == "empty");
}

BOOST_AUTO_TEST_CASE(
    a_platform_that_refuses_the_look_for_now_is_waited_for_and_one_that_is_away_ends_nothing) {
  deployment one;
  one.paced_by(2min);
  one.platform_says(4);
  one.time.advance(10s);
  one.platform_says(0);
  one.time.advance(60s);
  for (int i = 0; i < 10; ++i) {
    one.platform_fails(i % 2 ? 503 : 429);
    one.time.advance(20s);
  }
  BOOST_TEST(one.host.signals.empty());
  one.time.advance(10min);  // what it said has expired: nobody knows
  BOOST_TEST(one.agent->look().presence == "unknown");
  BOOST_TEST(one.host.signals.empty());
  one.platform_says(0);
  one.time.advance(60s);
  one.platform_says(0);
  BOOST_TEST(one.host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_games_own_word_is_enough_while_the_platform_is_away) {
  deployment one;
  one.paced_by(2min);
  one.agent->report_players(2, std::nullopt).value();
  one.platform_says(2);
  one.platform_fails(503);
  one.agent->report_players(0, std::nullopt).value();
  BOOST_TEST(one.agent->look().presence == "players");  // the platform's count, for a while
  one.time.advance(6min + 61s);
  BOOST_TEST(one.host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(with_nobody_to_ask_no_end_waits_for_a_look) {
  deployment one;
  one.what.rules.look_before_idle_end = true;
  auto& agent = one.start();
  agent.report_players(2, std::nullopt).value();
  agent.report_players(0, std::nullopt).value();
  one.time.advance(60s);
  BOOST_TEST(one.host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_platform_that_is_asked_later_is_missed_later) {
  deployment one;
  one.what.first_word_within = 10min;
  one.start();
  one.time.advance(14min);
  BOOST_TEST(!one.log.has("a detector does not know"));
  one.time.advance(1min);
  BOOST_TEST(one.log.has("a detector does not know"));
}

BOOST_AUTO_TEST_CASE(at_the_deadline_the_whole_tree_is_killed_and_named) {
  deployment one;
  auto& agent = one.start();
  one.http.from_now_on(200);
  one.host.add_orphan(900, "saver");
  agent.stop("").value();
  one.time.advance(30s);
  BOOST_TEST(one.host.tree_kills == 1);
  BOOST_TEST(one.log.has("saver(900)"));
  BOOST_TEST(one.http.requests().size() == 1u);
  agent.on_signal({SIGTERM, 0});
  BOOST_TEST(*one.left == 137);
  BOOST_TEST(agent.look().orphans_reaped == 1);
}

BOOST_AUTO_TEST_CASE(a_stop_that_was_decided_earlier_is_finished_and_no_game_is_started) {
  deployment one;
  telemetry::remembered earlier;
  earlier.request_id = "f68e011bfb01";
  earlier.verdict = "empty";
  earlier.reason = "nobody was here";
  earlier.game_exit_code = 7;
  telemetry::write_state(*one.what.state_path, earlier).value();
  one.http.then(410);
  auto& agent = one.start();
  BOOST_TEST(one.host.spawns.empty());
  BOOST_TEST(one.http.requests().size() == 1u);
  BOOST_TEST(agent.look().phase == "lingering");
  agent.on_signal({SIGTERM, 0});
  BOOST_TEST(*one.left == 7);
}

BOOST_AUTO_TEST_CASE(the_memory_of_another_deployment_means_nothing) {
  deployment one;
  telemetry::remembered earlier;
  earlier.request_id = "another0ne00";
  earlier.verdict = "empty";
  telemetry::write_state(*one.what.state_path, earlier).value();
  one.start();
  BOOST_TEST(one.host.spawns.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_state_file_that_is_broken_does_not_keep_the_game_from_starting) {
  deployment one;
  one.folder.write("state.json", "{ not json");
  one.start();
  BOOST_TEST(one.host.spawns.size() == 1u);
  BOOST_TEST(one.log.has("the state file cannot be used"));
}

BOOST_AUTO_TEST_CASE(a_state_file_that_cannot_be_written_is_said_once_and_the_stop_goes_on) {
  deployment one;
  one.what.state_path = one.folder.file("missing/state.json");
  one.http.from_now_on(200);
  auto& agent = one.start();
  agent.end_match("").value();
  one.game_ends(0);
  BOOST_TEST(one.http.requests().size() == 1u);
  BOOST_TEST(one.log.count("the decision cannot be written down") == 1u);
}

BOOST_AUTO_TEST_CASE(a_self_stop_that_fails_is_tried_again_until_the_platform_says_yes) {
  deployment one;
  auto& agent = one.start();
  for (int i = 0; i < 5; ++i) one.http.then(503);
  one.http.then(base::errc::unreachable);
  one.http.then(429);
  one.http.then(200);
  agent.end_match("").value();
  one.game_ends(0);
  one.time.advance(5min);
  BOOST_TEST(agent.look().phase == "lingering");
  BOOST_TEST(one.http.left() == 0u);
}

BOOST_AUTO_TEST_CASE(a_refused_token_is_loud_and_the_games_code_is_kept) {
  deployment one;
  auto& agent = one.start();
  one.http.then(403, R"({"message": "not yours"})");
  agent.end_match("").value();
  one.game_ends(3);
  BOOST_TEST(*one.left == 3);
  BOOST_TEST(one.log.has("refuses the delete token"));
}

BOOST_AUTO_TEST_CASE(
    a_game_that_cannot_be_started_ends_the_deployment_as_soon_as_there_is_a_platform_to_ask) {
  deployment one;
  one.host.spawn_fails = process::spawn_failure(127, "./server: not found");
  one.http.then(200);
  auto& agent = one.start();
  BOOST_TEST(one.http.requests().size() == 1u);
  agent.on_signal({SIGTERM, 0});
  BOOST_TEST(*one.left == 127);
}

BOOST_AUTO_TEST_CASE(off_the_platform_the_agent_leaves_with_the_game) {
  deployment one(false);
  auto& agent = one.start();
  agent.on_signal({SIGUSR1, 0});
  BOOST_TEST((one.host.signals.back() == tests::fake_process_host::sent{one.game(), SIGUSR1, true}));
  one.game_ends(3);
  BOOST_TEST(*one.left == 3);
  BOOST_TEST(one.http.requests().empty());
}

BOOST_AUTO_TEST_CASE(the_platforms_end_of_this_deployment_drains_the_game) {
  deployment one;
  auto& agent = one.start();
  edgegap::observation seen(one.time.now(), edgegap::operation_id::context_get, edgegap::deployment());
  seen.platform_done = "the deployment is TERMINATED";
  agent.on_observation(seen);
  BOOST_TEST(agent.look().end->verdict == "platform_gone");
  BOOST_TEST(one.host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(what_comes_too_late_is_refused_with_the_state_that_is_in_the_way) {
  deployment one;
  auto& agent = one.start();
  agent.start_match("m1", "").value();
  BOOST_TEST(agent.start_match("m2", "").error().message().find("a match is running (m1)") !=
             std::string::npos);
  agent.end_match("over").value();
  const auto late = agent.report_players(3, std::nullopt);
  BOOST_TEST((late.error().code() == base::errc::busy));
  BOOST_TEST(late.error().message().find("draining because over") != std::string::npos);
  BOOST_TEST(agent.stop("").has_error());
  BOOST_TEST(agent.signal_game("USR1").has_value());
  BOOST_TEST((agent.signal_game("BANANA").error().code() == base::errc::invalid_input));
}

BOOST_AUTO_TEST_CASE(an_idle_agent_waits_for_nothing) {
  deployment one(false);
  one.start();
  BOOST_TEST(one.time.waiting() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
