#include "unit/run/supervisor_fixture.hpp"

#include <boost/test/unit_test.hpp>

#include <signal.h>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::delete_token;
using tests::supervisor_fixture;

BOOST_AUTO_TEST_SUITE(shell_)

BOOST_AUTO_TEST_CASE(a_match_that_ends_is_written_down_drained_stopped_and_left_at_sigterm) {
  supervisor_fixture one;
  auto& agent = one.start();
  one.http.then(202, R"({"message": "Delete request will be processed soon"})");
  BOOST_TEST(agent.control().start_match("m1", "").has_value());
  BOOST_TEST(agent.control().end_match("red won").has_value());
  BOOST_TEST(one.remembered()->verdict == "match_ended");
  BOOST_TEST((one.host.signals.front() == tests::fake_process_host::sent{one.game(), SIGTERM, true}));
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
  supervisor_fixture one;
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
  BOOST_TEST(one.times_asked() == 1u);
  BOOST_TEST(one.remembered()->verdict == "empty");
}

BOOST_AUTO_TEST_CASE(polls_that_fail_for_long_make_it_unknown_and_an_outage_stops_nothing) {
  supervisor_fixture one;
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
  BOOST_TEST(agent.control().look().presence == "unknown");
  BOOST_TEST(agent.control().look().platform.last_error.find("connection refused") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(players_that_the_game_reports_keep_it_up_whatever_the_platform_counts) {
  supervisor_fixture one;
  auto& agent = one.start();
  BOOST_TEST(agent.control().report_players(2, std::nullopt).has_value());
  for (int poll = 0; poll < 100; ++poll) {
    one.platform_says(0);
    one.time.advance(10s);
  }
  BOOST_TEST(one.host.signals.empty());
  agent.control().report_players(0, std::nullopt).value();
  for (int poll = 0; poll < 7; ++poll) {
    one.platform_says(0);
    one.time.advance(10s);
  }
  BOOST_TEST(one.times_asked() == 1u);
}

BOOST_AUTO_TEST_CASE(a_detector_that_says_nothing_is_shown_and_a_platform_that_nobody_asks_is_missed) {
  supervisor_fixture one;
  auto& agent = one.start();
  const auto seen = agent.control().look().detectors;
  BOOST_TEST_REQUIRE(seen.size() == 2u);
  for (const auto& each : seen) BOOST_TEST((each.presence == "unknown" && !each.age));
  one.time.advance(5min);
  BOOST_TEST(one.log.has("a detector does not know"));
  BOOST_TEST(!one.log.has("\"detector\":\"reported\""));
  one.platform_says(std::nullopt);
  one.time.advance(3s);
  BOOST_TEST((agent.control().look().detectors.front().age == base::duration(3s)));
}

BOOST_AUTO_TEST_CASE(at_the_deadline_the_whole_tree_is_killed_and_named) {
  supervisor_fixture one;
  auto& agent = one.start();
  one.http.from_now_on(200);
  one.host.add_orphan(900, "saver");
  agent.control().stop("").value();
  one.time.advance(30s);
  BOOST_TEST(one.host.tree_kills == 1);
  BOOST_TEST(one.log.has("saver(900 S)"));
  BOOST_TEST(one.http.requests().size() == 1u);
  agent.on_signal({SIGTERM, 0});
  BOOST_TEST(*one.left == 137);
  BOOST_TEST(agent.control().look().orphans_reaped == 1);
}

BOOST_AUTO_TEST_CASE(a_stop_that_was_decided_earlier_is_finished_and_no_game_is_started) {
  supervisor_fixture one;
  telemetry::remembered earlier;
  earlier.request_id = "f68e011bfb01";
  earlier.verdict = "empty";
  earlier.reason = "nobody was here";
  earlier.game_exit_code = 7;
  telemetry::write_state(*one.config.self_stop.state_path, earlier).value();
  one.http.then(410, R"({"message":"gone"})");
  auto& agent = one.start();
  BOOST_TEST(one.host.spawns.empty());
  BOOST_TEST(one.http.requests().size() == 1u);
  BOOST_TEST(agent.control().look().phase == "lingering");
  agent.on_signal({SIGTERM, 0});
  BOOST_TEST(*one.left == 7);
}

BOOST_AUTO_TEST_CASE(the_memory_of_another_deployment_means_nothing) {
  supervisor_fixture one;
  telemetry::remembered earlier;
  earlier.request_id = "another0ne00";
  earlier.verdict = "empty";
  telemetry::write_state(*one.config.self_stop.state_path, earlier).value();
  one.start();
  BOOST_TEST(one.host.spawns.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_state_file_that_is_broken_does_not_keep_the_game_from_starting) {
  supervisor_fixture one;
  one.folder.write("state.json", "{ not json");
  one.start();
  BOOST_TEST(one.host.spawns.size() == 1u);
  BOOST_TEST(one.log.has("the state file cannot be used"));
}

BOOST_AUTO_TEST_CASE(an_unknown_verdict_of_an_earlier_agent_is_said_and_its_stop_is_finished) {
  supervisor_fixture one;
  telemetry::remembered earlier;
  earlier.request_id = "f68e011bfb01";
  earlier.verdict = "bored";
  telemetry::write_state(*one.config.self_stop.state_path, earlier).value();
  one.http.from_now_on(200);
  auto& agent = one.start();
  BOOST_TEST(one.host.spawns.empty());
  BOOST_TEST(agent.control().look().end->verdict == "stop_requested");
  BOOST_TEST(one.log.has("a verdict that this agent does not know"));
  BOOST_TEST(one.log.has("bored"));
}

BOOST_AUTO_TEST_CASE(a_state_file_that_cannot_be_written_is_said_once_and_the_stop_goes_on) {
  supervisor_fixture one;
  one.config.self_stop.state_path = one.folder.file("missing/state.json");
  one.http.from_now_on(200);
  auto& agent = one.start();
  agent.control().end_match("").value();
  one.game_ends(0);
  BOOST_TEST(one.http.requests().size() == 1u);
  BOOST_TEST(one.log.count("the decision cannot be written down") == 1u);
}

BOOST_AUTO_TEST_CASE(a_decision_that_could_not_be_written_down_is_as_soon_as_there_is_room) {
  supervisor_fixture one;
  one.config.self_stop.state_path = one.folder.file("missing/state.json");
  one.http.from_now_on(503);
  auto& agent = one.start();
  agent.control().end_match("").value();
  one.game_ends(0);
  BOOST_TEST(!telemetry::read_state(*one.config.self_stop.state_path).value().has_value());
  std::filesystem::create_directory(one.folder.file("missing"));
  one.time.advance(1min);
  BOOST_TEST(!telemetry::read_state(*one.config.self_stop.state_path).value()->accepted);
  BOOST_TEST(one.log.count("the decision is written down now") == 1u);
}

BOOST_AUTO_TEST_CASE(a_self_stop_that_fails_is_tried_again_until_the_platform_says_yes) {
  supervisor_fixture one;
  auto& agent = one.start();
  for (int i = 0; i < 5; ++i) one.http.then(503);
  one.http.then(base::errc::unreachable);
  one.http.then(429);
  one.http.then(200);
  agent.control().end_match("").value();
  one.game_ends(0);
  one.time.advance(5min);
  BOOST_TEST(agent.control().look().phase == "lingering");
  BOOST_TEST(one.http.left() == 0u);
}

BOOST_AUTO_TEST_CASE(a_refused_token_is_loud_and_the_games_code_is_kept) {
  supervisor_fixture one;
  auto& agent = one.start();
  one.http.from_now_on(403, R"({"message": "not yours"})");
  agent.control().end_match("").value();
  one.game_ends(3);
  BOOST_TEST(!one.left.has_value());
  one.time.advance(1min);
  BOOST_TEST(*one.left == 3);
  BOOST_TEST(one.log.has("refuses the delete token"));
}

BOOST_AUTO_TEST_CASE(
    a_game_that_cannot_be_started_ends_the_deployment_as_soon_as_there_is_a_platform_to_ask) {
  supervisor_fixture one;
  one.host.spawn_fails = process::spawn_failure(127, "./server: not found");
  one.http.then(200);
  auto& agent = one.start();
  BOOST_TEST(one.http.requests().size() == 1u);
  agent.on_signal({SIGTERM, 0});
  BOOST_TEST(*one.left == 127);
}

BOOST_AUTO_TEST_CASE(a_stop_signal_from_outside_begins_the_drain_and_the_game_gets_it_as_it_came) {
  supervisor_fixture one;
  one.config.signals.stop_signals = {SIGINT};
  auto& agent = one.start();
  agent.on_signal({SIGINT, 0});
  BOOST_TEST(agent.control().look().end->verdict == "platform_stop");
  BOOST_TEST(one.host.signals.front().signal == SIGINT);
}

BOOST_AUTO_TEST_CASE(a_stop_signal_of_the_games_own_or_of_nobody_known_is_only_forwarded) {
  for (const bool known : {true, false}) {
    supervisor_fixture one;
    one.config.signals.stop_signals = {SIGINT};
    auto& agent = one.start();
    agent.on_signal({SIGINT, known ? std::optional(one.game()) : std::nullopt});
    BOOST_TEST(!agent.control().look().end);
    BOOST_TEST((one.host.signals.back() == tests::fake_process_host::sent{one.game(), SIGINT, true}));
  }
}

// TERM=INT and INT=TERM: either begins the drain, and the game gets the other one.
BOOST_AUTO_TEST_CASE(a_rewritten_signal_is_not_rewritten_again) {
  for (const auto& [arrives, sent] : {std::pair(SIGTERM, SIGINT), std::pair(SIGINT, SIGTERM)}) {
    supervisor_fixture one;
    one.config.signals.policy.rules = {{SIGTERM, SIGINT}, {SIGINT, SIGTERM}};
    one.config.policy.drain.terminate_signal = SIGINT;
    one.config.policy.ladder = {{0ms, SIGINT, true}};
    auto& agent = one.start();
    agent.on_signal({arrives, 0});
    BOOST_TEST(agent.control().look().phase == "draining");
    BOOST_TEST(one.host.signals.front().signal == sent);
  }
}

BOOST_AUTO_TEST_CASE(a_decided_end_can_have_an_exit_code_of_its_own) {
  supervisor_fixture one(false);
  one.config.exit.decided = 0;
  one.config.exit.remap = {3};
  one.start().on_signal({SIGTERM, 0});
  one.game_ends(143);
  BOOST_TEST(*one.left == 0);
  BOOST_TEST(one.log.has("\"verdict\":\"platform_stop\",\"reason\":\"SIGTERM arrived\",\"exit_code\":0"));
}

BOOST_AUTO_TEST_CASE(any_other_end_has_the_games_code_and_the_last_line_tells_what_it_became) {
  for (const auto& [code, left] : {std::pair(4, 4), std::pair(3, 0)}) {
    supervisor_fixture one(false);
    one.config.exit.decided = 9;
    one.config.exit.remap = {3};
    one.start();
    one.game_ends(code);
    BOOST_TEST(*one.left == left);
    BOOST_TEST(one.log.has("\"exit_code\":" + std::to_string(left)));
  }
}

BOOST_AUTO_TEST_CASE(off_the_platform_the_agent_leaves_with_the_game) {
  supervisor_fixture one(false);
  auto& agent = one.start();
  agent.on_signal({SIGUSR1, 0});
  BOOST_TEST((one.host.signals.back() == tests::fake_process_host::sent{one.game(), SIGUSR1, true}));
  one.game_ends(3);
  BOOST_TEST(*one.left == 3);
  BOOST_TEST(one.http.requests().empty());
}

BOOST_AUTO_TEST_CASE(the_platforms_end_of_this_deployment_drains_the_game) {
  supervisor_fixture one;
  auto& agent = one.start();
  edgegap::observation seen(one.time.now(), edgegap::operation_id::context_get, edgegap::deployment());
  seen.platform_done = "the deployment is TERMINATED";
  agent.on_observation(seen);
  BOOST_TEST(agent.control().look().end->verdict == "platform_gone");
  BOOST_TEST(one.times_asked() == 1u);
}

BOOST_AUTO_TEST_CASE(what_comes_too_late_is_refused_with_the_state_that_is_in_the_way) {
  supervisor_fixture one;
  auto& agent = one.start();
  agent.control().start_match("m1", "").value();
  BOOST_TEST(agent.control().start_match("m2", "").error().message().find("a match is running (m1)") !=
             std::string::npos);
  agent.control().end_match("over").value();
  const auto late = agent.control().report_players(3, std::nullopt);
  BOOST_TEST((late.error().code() == base::errc::busy));
  BOOST_TEST(late.error().message().find("draining because over") != std::string::npos);
  BOOST_TEST(agent.control().stop("").has_error());
  BOOST_TEST(agent.control().signal_game("USR1").has_value());
  BOOST_TEST((agent.control().signal_game("BANANA").error().code() == base::errc::invalid_input));
}

BOOST_AUTO_TEST_CASE(an_idle_agent_waits_for_nothing) {
  supervisor_fixture one(false);
  one.start();
  BOOST_TEST(one.time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(what_went_wrong_is_an_error_in_the_log_and_an_end_in_order_is_not) {
  for (const int code : {0, 3}) {
    supervisor_fixture one(false);
    one.start();
    one.game_ends(code);
    BOOST_TEST(one.log.count(R"("level":"error","message":"ended","verdict":"crashed")") == (code ? 1u : 0u));
    BOOST_TEST(one.log.count("\"level\":\"error\"") == (code ? 2u : 0u));
  }
}

BOOST_AUTO_TEST_SUITE_END()
