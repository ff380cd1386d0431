#include "unit/lifecycle/played.hpp"

#include <boost/test/unit_test.hpp>

// What keeps a running server up, what ends it, and what is only said.

using namespace gamekeeper::lifecycle;
using namespace std::chrono_literals;
using gamekeeper::tests::played;

namespace {

played running(const policy& rules) {
  played game(rules);
  game.happens(game_started{});
  return game;
}

played emptied(const policy& rules) {
  auto game = running(rules);
  game.happens(occupancy_changed{presence::players, 2});
  game.happens(occupancy_changed{presence::none, 0});
  return game;
}

const std::string ends_as_empty = "decided empty remembered; draining; signal 15";

}  // namespace

BOOST_AUTO_TEST_SUITE(policy_)

BOOST_AUTO_TEST_CASE(nobody_who_ever_comes_ends_it_when_asked_for) {
  auto rules = played::on_platform();
  rules.occupancy.first_join_after = 5min;
  auto game = running(rules);
  BOOST_TEST(game.passes(24h) == "");  // no detector knows
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(5min - 1ms) == "");
  BOOST_TEST(game.passes(1ms) == "decided never_joined remembered; draining; signal 15");
}

BOOST_AUTO_TEST_CASE(the_first_window_begins_when_the_game_is_ready) {
  auto rules = played::on_platform();
  rules.occupancy.first_join_after = 5min;
  rules.readiness.is_awaited = true;
  played game(rules);
  game.happens(game_started{});
  game.happens(occupancy_changed{presence::none, 0});
  game.passes(10min);
  BOOST_TEST(game.happens(game_ready{}) == "running");
  BOOST_TEST(game.passes(5min - 1ms) == "");
  BOOST_TEST(game.passes(1ms).starts_with("decided never_joined"));
}

BOOST_AUTO_TEST_CASE(a_hold_holds_and_expires) {
  auto game = emptied(played::on_platform());
  game.happens(hold_placed{"backup", "nightly", game.now + 10min});
  BOOST_TEST(game.passes(10min - 1ms) == "");
  BOOST_TEST(game.passes(1ms) == "expired backup; " + ends_as_empty);
}

BOOST_AUTO_TEST_CASE(a_hold_can_be_renewed_and_released) {
  auto game = emptied(played::on_platform());
  game.happens(hold_placed{"backup", "", game.now + 2min});
  game.passes(1min);
  game.happens(hold_placed{"backup", "", game.now + 10min});
  BOOST_TEST(game.passes(5min) == "");
  BOOST_TEST(game.happens(hold_released{"backup"}) == ends_as_empty);
}

BOOST_AUTO_TEST_CASE(a_hold_puts_off_the_end_of_a_match_and_no_limit_and_no_command) {
  auto rules = played::on_platform();
  rules.match.max = 1h;
  auto game = running(rules);
  game.happens(hold_placed{"backup", "", game.now + 24h});
  game.happens(match_started{});
  BOOST_TEST(game.happens(match_ended{}) == "");
  auto commanded = game;
  BOOST_TEST(commanded.happens(stop_requested{"told to"}).starts_with("decided stop_requested"));
  game.happens(match_started{});
  BOOST_TEST(game.passes(1h).starts_with("decided match_too_long"));
}

BOOST_AUTO_TEST_CASE(a_match_that_starts_again_under_a_hold_is_not_over) {
  auto game = running(played::on_platform());
  game.happens(hold_placed{"backup", "", game.now + 1min});
  game.happens(match_started{});
  game.happens(match_ended{});
  game.happens(match_started{});
  BOOST_TEST(game.passes(1h) == "expired backup");
}

BOOST_AUTO_TEST_CASE(the_minimum_uptime_puts_off_what_a_hold_puts_off) {
  auto rules = played::on_platform();
  rules.uptime.min = 10min;
  auto game = emptied(rules);
  BOOST_TEST(game.passes(10min - 1ms) == "");
  BOOST_TEST(game.passes(1ms) == ends_as_empty);
}

BOOST_AUTO_TEST_CASE(with_many_matches_only_emptiness_ends_it) {
  auto rules = played::on_platform();
  rules.match.has_many = true;
  auto game = running(rules);
  game.happens(occupancy_changed{presence::players, 2});
  game.happens(match_started{});
  BOOST_TEST(game.happens(match_ended{}) == "");
  game.happens(match_started{});
  BOOST_TEST(game.happens(match_ended{}) == "");
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(1min) == ends_as_empty);
}

BOOST_AUTO_TEST_CASE(the_uptime_limit_warns_first_and_comes_under_players_too) {
  auto rules = played::on_platform();
  rules.uptime.max = 2h;
  auto game = running(rules);
  game.happens(occupancy_changed{presence::players, 9});
  BOOST_TEST(game.passes(110min) == "warning 600000ms");
  BOOST_TEST(game.passes(10min) == "decided uptime_limit remembered; draining; signal 15");
}

BOOST_AUTO_TEST_CASE(the_platforms_own_limit_is_met_before_it_comes) {
  auto game = running(played::on_platform());
  game.happens(platform_limit_learned{game.now + 60min});
  BOOST_TEST(game.passes(48min) == "warning 600000ms");
  BOOST_TEST(game.passes(10min).starts_with("decided uptime_limit"));
  auto rules = played::on_platform();
  rules.uptime.platform_margin.reset();
  auto left_to_it = running(rules);
  left_to_it.happens(platform_limit_learned{left_to_it.now + 60min});
  BOOST_TEST(left_to_it.passes(24h) == "");
}

BOOST_AUTO_TEST_CASE(a_drain_request_waits_until_nobody_plays) {
  auto game = running(played::on_platform());
  game.happens(occupancy_changed{presence::players, 2});
  BOOST_TEST(game.happens(drain_requested{"maintenance", 1h}) == "");
  game.passes(30min);
  BOOST_TEST(game.happens(occupancy_changed{presence::none, 0}).starts_with("decided stop_requested"));
}

BOOST_AUTO_TEST_CASE(a_drain_request_does_not_wait_for_ever) {
  auto game = running(played::on_platform());
  game.happens(occupancy_changed{presence::players, 2});
  game.happens(drain_requested{"maintenance", 1h});
  BOOST_TEST(game.passes(1h).starts_with("decided stop_requested"));
}

BOOST_AUTO_TEST_CASE(an_idle_end_waits_for_one_more_look_that_sees_nobody) {
  auto rules = played::on_platform();
  rules.recheck.is_enabled = true;
  auto game = emptied(rules);
  BOOST_TEST(game.passes(1min) == "ask look");
  auto joined = game;
  BOOST_TEST(game.happens(recheck_done{}) == ends_as_empty);

  // Whoever came since the last look is seen by this one.
  joined.happens(occupancy_changed{presence::players, 1});
  BOOST_TEST(joined.happens(recheck_done{}) == "");
  BOOST_TEST(joined.passes(24h) == "");
  joined.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(joined.passes(1min) == "ask look");
}

BOOST_AUTO_TEST_CASE(a_look_that_is_never_taken_ends_nothing_and_is_asked_for_again) {
  auto rules = played::on_platform();
  rules.recheck.is_enabled = true;
  auto game = emptied(rules);
  BOOST_TEST(game.happens(recheck_done{}) == "");  // nobody asked: the window still has to pass
  BOOST_TEST(game.passes(1min) == "ask look");
  BOOST_TEST(game.passes(90s) == "ask look; ask look; ask look");
  game.happens(occupancy_changed{presence::unknown, 0});
  BOOST_TEST(game.passes(24h) == "");
  BOOST_TEST(game.happens(recheck_done{}) == "");
}

BOOST_AUTO_TEST_CASE(what_does_not_rest_on_nobody_being_there_needs_no_look) {
  auto rules = played::on_platform();
  rules.recheck.is_enabled = true;
  auto match = emptied(rules);
  BOOST_TEST(match.happens(match_ended{}).starts_with("decided match_ended"));
  auto limited = rules;
  limited.uptime.max = 30s;
  BOOST_TEST(emptied(limited).passes(30s).find("decided uptime_limit") != std::string::npos);
  auto wished = emptied(rules);
  BOOST_TEST(wished.happens(drain_requested{"maintenance", 1h}) == "ask look");
  BOOST_TEST(wished.happens(recheck_done{}).starts_with("decided stop_requested"));
}

BOOST_AUTO_TEST_CASE(a_veto_hook_is_asked_after_the_look_and_each_time_anew) {
  auto rules = played::on_platform();
  rules.recheck.is_enabled = rules.veto.is_enabled = true;
  auto game = emptied(rules);
  BOOST_TEST(game.passes(1min) == "ask look");
  BOOST_TEST(game.happens(recheck_done{}) == "ask veto empty");
  BOOST_TEST(game.happens(veto_answered{true, "saving"}) == "not yet");
  BOOST_TEST(game.passes(30s) == "ask look");
  BOOST_TEST(game.happens(recheck_done{}) == "ask veto empty");
  BOOST_TEST(game.happens(veto_answered{}) == "no veto; " + ends_as_empty);
}

BOOST_AUTO_TEST_CASE(a_veto_hook_may_say_not_yet_but_not_for_ever) {
  auto rules = played::on_platform();
  rules.veto.is_enabled = true;
  auto game = emptied(rules);
  BOOST_TEST(game.passes(1min) == "ask veto empty");
  BOOST_TEST(game.happens(veto_answered{true, "saving"}) == "not yet");
  BOOST_TEST(game.passes(30s) == "ask veto empty");
  BOOST_TEST(game.passes(1min) == "");  // one hook at a time, however long it takes
  BOOST_TEST(game.happens(veto_answered{true, "still"}) == "not yet");
  BOOST_TEST(game.passes(30s) == "ask veto empty");
  auto agreed = game;
  BOOST_TEST(agreed.happens(veto_answered{}) == "no veto; " + ends_as_empty);
  BOOST_TEST(game.passes(8min) == "overruled; " + ends_as_empty);
}

BOOST_AUTO_TEST_CASE(a_player_who_comes_while_the_veto_hook_runs_ends_the_question) {
  auto rules = played::on_platform();
  rules.veto.is_enabled = true;
  auto game = emptied(rules);
  game.passes(1min);
  game.happens(occupancy_changed{presence::players, 1});
  BOOST_TEST(game.happens(veto_answered{}) == "");
  BOOST_TEST(game.passes(24h) == "");
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(1min) == "ask veto empty");
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_late_counts_for_the_end_that_is_due_then) {
  auto rules = played::on_platform();
  rules.veto.is_enabled = true;
  auto game = emptied(rules);
  game.passes(1min);
  game.happens(occupancy_changed{presence::players, 1});
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(1min) == "");  // the first question is still open
  BOOST_TEST(game.happens(veto_answered{}) == "no veto; " + ends_as_empty);
}

BOOST_AUTO_TEST_CASE(dry_run_says_what_it_would_do_once_and_does_nothing) {
  auto rules = played::on_platform();
  rules.dry_run = true;
  rules.uptime.max = 2h;
  auto game = emptied(rules);
  BOOST_TEST(game.passes(1min) == "would end empty");
  BOOST_TEST(game.passes(10min) == "");
  game.happens(occupancy_changed{presence::players, 1});
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(1min) == "would end empty");
  BOOST_TEST(game.happens(match_ended{}) == "would end match_ended");
  BOOST_TEST(game.happens(stop_requested{"told to"}) == "would end stop_requested");
  BOOST_TEST(game.happens(stop_requested{"told to"}) == "would end stop_requested");
  BOOST_TEST(game.happens(platform_gone{"TERMINATED"}) == "would end platform_gone");
  BOOST_TEST(game.happens(platform_gone{"TERMINATED"}) == "");
  BOOST_TEST(game.passes(24h) == "warning 600000ms; would end uptime_limit");
  BOOST_TEST(game.happens(watchdog_triggered{}) == "would end hung");
  // What is not ours to prevent still happens, without a self-stop.
  auto stopped = game;
  BOOST_TEST(stopped.happens(signal_arrived{SIGTERM}) == "decided platform_stop; draining; signal 15");
  BOOST_TEST(game.happens(game_exited{3, 0, "exited with code 3"}) == "decided crashed; draining");
  BOOST_TEST(game.happens(tree_empty{}) == "done; leave 3");
}

BOOST_AUTO_TEST_SUITE_END()
