#include "unit/lifecycle/played.hpp"

#include <boost/test/unit_test.hpp>

// Whole deployments, told as the events that happen and the effects that follow.

using namespace gamekeeper::lifecycle;
using namespace std::chrono_literals;
using gamekeeper::tests::played;

namespace {

played running(policy rules = played::on_platform()) {
  played game(rules);
  BOOST_TEST(game.happens(game_started{}) == "running");
  return game;
}

played lingering() {
  auto game = running();
  game.happens(match_ended{});
  game.happens(game_exited{0, 0, "exited with code 0"});
  game.happens(tree_empty{});
  game.happens(self_stop_answered{stop_answer::accepted, {}});
  return game;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scenarios)

BOOST_AUTO_TEST_CASE(a_match_that_ends_drains_then_stops_then_lingers_until_sigterm) {
  auto game = running();
  game.happens(match_started{});
  BOOST_TEST(game.happens(match_ended{}) == "decided match_ended remembered; draining; signal 15");
  game.passes(3s);
  BOOST_TEST(game.happens(game_exited{0, 0, "exited with code 0"}) == "");
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
  BOOST_TEST(game.happens(self_stop_answered{stop_answer::accepted, {}}) == "accepted; lingering");
  BOOST_TEST(game.passes(10s) == "");
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "done; leave 0");
}

BOOST_AUTO_TEST_CASE(empty_means_players_were_here_and_none_is_for_the_whole_window) {
  auto game = running();
  BOOST_TEST(game.happens(occupancy_changed{presence::none, 0}) == "");
  BOOST_TEST(game.passes(24h) == "");
  game.happens(occupancy_changed{presence::players, 3});
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(59'999ms) == "");
  BOOST_TEST(game.passes(1ms) == "decided empty remembered; draining; signal 15");
}

BOOST_AUTO_TEST_CASE(a_player_who_joins_in_the_last_moment_is_a_player) {
  auto game = running();
  game.happens(occupancy_changed{presence::players, 1});
  game.happens(occupancy_changed{presence::none, 0});
  game.now += 60s;  // the deadline is due, and the player comes before anybody looked
  BOOST_TEST(game.happens(occupancy_changed{presence::players, 1}) == "");
  BOOST_TEST(game.passes(24h) == "");
}

BOOST_AUTO_TEST_CASE(unknown_is_never_none_and_starts_the_window_anew) {
  auto game = running();
  game.happens(occupancy_changed{presence::players, 1});
  game.happens(occupancy_changed{presence::none, 0});
  game.passes(59s);
  game.happens(occupancy_changed{presence::unknown, 0});
  BOOST_TEST(game.passes(24h) == "");
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(59s) == "");
  BOOST_TEST(game.passes(1s) == "decided empty remembered; draining; signal 15");
}

BOOST_AUTO_TEST_CASE(without_a_window_an_empty_server_stays) {
  auto rules = played::on_platform();
  rules.occupancy.empty_after.reset();
  auto game = running(rules);
  game.happens(occupancy_changed{presence::players, 1});
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(24h) == "");
}

BOOST_AUTO_TEST_CASE(a_game_that_ignores_the_request_is_killed_at_the_deadline) {
  auto game = running();
  game.happens(stop_requested{"because"});
  BOOST_TEST(game.passes(25s - 1ms) == "");
  BOOST_TEST(game.passes(1ms) == "notice");
  BOOST_TEST(game.passes(4'800ms) == "last notice");
  BOOST_TEST(game.passes(199ms) == "");
  BOOST_TEST(game.passes(1ms) == "kill");
  BOOST_TEST(game.passes(500ms) == "kill again");
  BOOST_TEST(game.happens(game_exited{137, SIGKILL, "killed by SIGKILL"}) == "");
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
}

BOOST_AUTO_TEST_CASE(what_survives_sigkill_does_not_keep_the_deployment) {
  auto game = running();
  game.happens(stop_requested{"because"});
  game.passes(30s);
  const auto said = game.passes(5s);
  BOOST_TEST(said.ends_with("survived; stopping; self-stop 1"));
  game.happens(self_stop_answered{stop_answer::accepted, {}});
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "done; leave 137");
}

BOOST_AUTO_TEST_CASE(helpers_that_still_save_are_asked_to_end_shortly_before_the_deadline) {
  auto game = running();
  BOOST_TEST(game.happens(game_exited{0, 0, "exited with code 0"}) ==
             "decided game_exited remembered; draining");
  BOOST_TEST(game.passes(25s - 1ms) == "");
  BOOST_TEST(game.passes(4s) == "notice");
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
  BOOST_TEST(game.passes(10s) == "");
}

BOOST_AUTO_TEST_CASE(helpers_that_never_end_are_killed_at_the_deadline) {
  auto game = running();
  game.happens(game_exited{0, 0, "exited with code 0"});
  BOOST_TEST(game.passes(30s) == "notice; last notice; kill");
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
}

BOOST_AUTO_TEST_CASE(the_platforms_sigterm_has_its_own_short_deadline_and_no_self_stop) {
  auto game = running();
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "decided platform_stop; draining; signal 15");
  BOOST_TEST(game.passes(4'499ms) == "notice; last notice");
  BOOST_TEST(game.passes(1ms) == "kill");
  game.happens(game_exited{137, SIGKILL, "killed by SIGKILL"});
  BOOST_TEST(game.happens(tree_empty{}) == "done; leave 137");
}

BOOST_AUTO_TEST_CASE(the_platforms_sigterm_cuts_our_own_grace_short_and_the_first_verdict_stays) {
  auto game = running();
  game.happens(match_ended{});
  game.passes(1s);
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "signal 15");
  BOOST_TEST(game.passes(4'500ms) == "notice; last notice; kill");
  game.happens(game_exited{137, SIGKILL, "killed by SIGKILL"});
  BOOST_TEST(game.happens(tree_empty{}) == "done; leave 137");
  BOOST_TEST(to_string(*game.state.ending.verdict) == "match_ended");
}

BOOST_AUTO_TEST_CASE(a_late_sigterm_never_makes_the_deadline_later) {
  auto game = running();
  game.happens(match_ended{});
  game.passes(29s);
  game.happens(signal_arrived{SIGTERM});
  BOOST_TEST(game.passes(1s) == "last notice; kill");
}

BOOST_AUTO_TEST_CASE(a_second_sigterm_is_forwarded_and_does_not_move_the_deadline) {
  auto game = running();
  game.happens(signal_arrived{SIGTERM});
  game.passes(4s);
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "signal 15");
  BOOST_TEST(game.passes(500ms) == "last notice; kill");
}

BOOST_AUTO_TEST_CASE(a_sigterm_that_comes_while_only_helpers_are_left_is_theirs) {
  auto game = running();
  game.happens(game_exited{0, 0, "exited with code 0"});
  game.passes(1s);
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "signal 15");
  BOOST_TEST(game.passes(4'500ms) == "notice; last notice; kill");
  BOOST_TEST(game.happens(tree_empty{}) == "done; leave 0");
}

BOOST_AUTO_TEST_CASE(a_ctrl_c_while_only_helpers_are_left_is_theirs_and_other_signals_are_nobodys) {
  auto game = running();
  game.happens(game_exited{0, 0, "exited with code 0"});
  BOOST_TEST(game.happens(signal_arrived{SIGINT}) == "signal 2");
  BOOST_TEST(game.happens(signal_arrived{SIGQUIT}) == "signal 3");
  BOOST_TEST(game.happens(signal_arrived{SIGUSR1}) == "");
}

BOOST_AUTO_TEST_CASE(a_sigterm_that_is_dropped_on_its_way_is_dropped_for_helpers_too) {
  auto rules = played::on_platform();
  rules.drain.terminate_signal = 0;
  auto game = running(rules);
  game.happens(game_exited{0, 0, "exited with code 0"});
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "");
}

BOOST_AUTO_TEST_CASE(a_step_that_comes_late_still_asks_before_it_kills) {
  auto game = running();
  game.happens(stop_requested{"because"});
  game.now += 1h;  // the machine stood still
  BOOST_TEST(game.happens(tick{}) == "last notice");
  BOOST_TEST(game.passes(200ms) == "kill");
}

BOOST_AUTO_TEST_CASE(off_the_platform_it_is_simply_an_init) {
  auto game = running(policy{});
  BOOST_TEST(game.happens(signal_arrived{SIGUSR1}) == "signal 10 to the game");
  BOOST_TEST(game.happens(game_exited{3, 0, "exited with code 3"}) == "decided crashed; draining");
  BOOST_TEST(game.happens(tree_empty{}) == "done; leave 3");
}

BOOST_AUTO_TEST_CASE(off_the_platform_sigterm_gets_the_games_own_grace) {
  auto game = running(policy{});
  game.happens(signal_arrived{SIGTERM});
  BOOST_TEST(game.passes(29s) == "notice");
  BOOST_TEST(game.passes(1s) == "last notice; kill");
}

BOOST_AUTO_TEST_CASE(a_self_stop_is_tried_until_it_is_certain_at_a_bounded_rate) {
  auto game = running();
  game.happens(match_ended{});
  game.happens(game_exited{0, 0, "exited with code 0"});
  game.happens(tree_empty{});
  for (int attempt = 2; attempt < 1000; ++attempt) {
    BOOST_TEST(game.happens(self_stop_answered{stop_answer::failed, {}}) == "retry later");
    BOOST_TEST(game.passes(499ms) == "");
    BOOST_TEST(game.passes(29'501ms) == "self-stop " + std::to_string(attempt));
  }
  BOOST_TEST(game.happens(self_stop_answered{stop_answer::gone, {}}) == "gone; lingering");
}

BOOST_AUTO_TEST_CASE(the_platforms_own_wish_to_wait_is_honoured) {
  auto game = running();
  game.happens(match_ended{});
  game.happens(game_exited{0, 0, "exited with code 0"});
  game.happens(tree_empty{});
  game.happens(self_stop_answered{stop_answer::failed, 20s});
  BOOST_TEST(game.passes(19'999ms) == "");
  BOOST_TEST(game.passes(1ms) == "self-stop 2");
}

BOOST_AUTO_TEST_CASE(a_wish_to_wait_for_longer_than_retry_max_is_cut_to_that) {
  auto game = running();
  game.happens(match_ended{});
  game.happens(game_exited{0, 0, "exited with code 0"});
  game.happens(tree_empty{});
  game.happens(self_stop_answered{stop_answer::failed, 1h});
  BOOST_TEST(game.passes(29'999ms) == "");
  BOOST_TEST(game.passes(1ms) == "self-stop 2");
}

BOOST_AUTO_TEST_CASE(a_refusal_counts_when_it_is_repeated_and_then_the_agent_exits) {
  auto game = running();
  game.happens(match_ended{});
  game.happens(game_exited{4, 0, "exited with code 4"});
  game.happens(tree_empty{});
  BOOST_TEST(game.happens(self_stop_answered{stop_answer::refused, {}}) == "retry later");
  BOOST_TEST(game.passes(10s) == "self-stop 2");
  BOOST_TEST(game.happens(self_stop_answered{stop_answer::refused, {}}) == "refused; done; leave 4");
}

BOOST_AUTO_TEST_CASE(a_refusal_between_other_failures_never_gives_up_the_stop) {
  auto game = running();
  game.happens(match_ended{});
  game.happens(game_exited{4, 0, "exited with code 4"});
  game.happens(tree_empty{});
  for (int attempt = 0; attempt < 20; ++attempt) {
    const auto answer = attempt % 2 == 0 ? stop_answer::refused : stop_answer::failed;
    BOOST_TEST(game.happens(self_stop_answered{answer, {}}) == "retry later");
    game.passes(31s);
  }
  BOOST_TEST(game.happens(self_stop_answered{stop_answer::accepted, {}}) == "accepted; lingering");
}

BOOST_AUTO_TEST_CASE(under_players_the_platforms_word_waits_for_its_sigterm) {
  auto game = running();
  game.happens(occupancy_changed{presence::players, 12});
  BOOST_TEST(game.happens(platform_gone{"ERROR"}) == "doubted: ERROR");
  BOOST_TEST(game.happens(platform_gone{"ERROR"}) == "");
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.happens(platform_gone{"ERROR"}).starts_with("decided platform_gone"));
}

BOOST_AUTO_TEST_CASE(while_lingering_it_is_sent_again_slowly_and_never_twice_at_once) {
  auto game = lingering();
  BOOST_TEST(game.passes(59s) == "");
  BOOST_TEST(game.passes(1s) == "self-stop 2");
  BOOST_TEST(game.passes(5min) == "");  // no answer yet, so no other request
  BOOST_TEST(game.happens(self_stop_answered{stop_answer::failed, {}}) == "");
  BOOST_TEST(game.passes(60s) == "self-stop 3");
}

BOOST_AUTO_TEST_CASE(lingering_ends_by_itself_when_no_sigterm_ever_comes) {
  auto game = lingering();
  BOOST_TEST(game.passes(15min).ends_with("linger expired; done; leave 0"));
}

BOOST_AUTO_TEST_CASE(a_game_that_cannot_be_started_ends_the_deployment_too) {
  played game;
  BOOST_TEST(game.happens(start_failed{127, "not found"}) ==
             "decided start_failed remembered; draining; stopping; self-stop 1");
  game.happens(self_stop_answered{stop_answer::accepted, {}});
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "done; leave 127");
}

BOOST_AUTO_TEST_CASE(off_the_platform_a_game_that_cannot_be_started_is_just_an_exit_code) {
  played game{policy{}};
  BOOST_TEST(game.happens(start_failed{126, "not executable"}) ==
             "decided start_failed; draining; done; leave 126");
}

BOOST_AUTO_TEST_CASE(a_stop_that_was_decided_before_a_restart_is_finished_without_a_game) {
  played game;
  const auto effects =
      resume(game.state, played::on_platform(), verdict::empty, "nobody was here", 7, game.now);
  BOOST_TEST(played::render(effects) == "stopping; self-stop 1");
  game.happens(self_stop_answered{stop_answer::accepted, {}});
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "done; leave 7");
}

BOOST_AUTO_TEST_CASE(ending_by_a_polite_signal_is_no_crash_and_by_another_is) {
  auto asked = running();
  BOOST_TEST(asked.happens(game_exited{130, SIGINT, "killed by SIGINT"}).starts_with("decided game_exited"));
  auto crashed = running();
  BOOST_TEST(crashed.happens(game_exited{139, SIGSEGV, "killed by SIGSEGV"}).starts_with("decided crashed"));
}

BOOST_AUTO_TEST_CASE(a_ctrl_c_while_no_game_is_left_ends_the_agent) {
  auto game = lingering();
  BOOST_TEST(game.happens(signal_arrived{SIGUSR1}) == "");
  BOOST_TEST(game.happens(signal_arrived{SIGINT}) == "done; leave 0");
}

BOOST_AUTO_TEST_CASE(sigterm_before_the_game_is_there_reaches_it_when_it_is) {
  played game;
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "decided platform_stop; draining");
  BOOST_TEST(game.happens(game_started{}) == "signal 15");
  game.happens(game_exited{0, 0, "exited with code 0"});
  BOOST_TEST(game.happens(tree_empty{}) == "done; leave 0");
}

BOOST_AUTO_TEST_CASE(no_grace_means_kill_as_soon_as_everybody_was_asked) {
  auto rules = played::on_platform();
  rules.drain.grace = 0s;
  auto game = running(rules);
  BOOST_TEST(game.happens(match_ended{}) ==
             "decided match_ended remembered; draining; signal 15; last notice");
  BOOST_TEST(game.passes(200ms) == "kill");
}

BOOST_AUTO_TEST_SUITE_END()
