#include "unit/lifecycle/played.hpp"

#include <boost/test/unit_test.hpp>

// The game's processes: ready or not, hanging, ending, started again, and asked to end step by step.

using namespace gamekeeper::lifecycle;
using namespace std::chrono_literals;
using gamekeeper::tests::played;

namespace {

played started(const policy& rules) {
  played game(rules);
  game.happens(game_started{});
  return game;
}

policy restarting() {
  auto rules = played::on_platform();
  rules.game.on_crash = after_drain::restart;
  return rules;
}

std::string crash(played& game) {
  auto said = game.happens(game_exited{139, SIGSEGV, "killed by SIGSEGV"});
  const auto more = game.happens(tree_empty{});
  return more.empty() ? said : said + "; " + more;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(supervision)

BOOST_AUTO_TEST_CASE(a_game_that_has_to_say_so_is_running_when_it_does) {
  auto rules = played::on_platform();
  rules.readiness.is_awaited = true;
  auto game = started(rules);
  BOOST_TEST(game.passes(24h) == "");
  BOOST_TEST(game.happens(game_ready{}) == "running");
  BOOST_TEST(game.happens(game_ready{}) == "");
}

BOOST_AUTO_TEST_CASE(a_game_that_is_not_ready_in_time_is_ended) {
  auto rules = played::on_platform();
  rules.readiness.is_awaited = true;
  rules.readiness.timeout = 1min;
  auto game = started(rules);
  BOOST_TEST(game.passes(1min) == "decided not_ready remembered; draining; signal 15");
}

BOOST_AUTO_TEST_CASE(it_may_ask_for_more_time_to_get_ready_up_to_a_cap) {
  auto rules = played::on_platform();
  rules.readiness.is_awaited = true;
  rules.readiness.timeout = 1min;
  rules.extension_max = 2min;
  auto game = started(rules);
  game.passes(59s);
  game.happens(extension_requested{90s});
  BOOST_TEST(game.passes(89s) == "");
  game.happens(extension_requested{1h});
  BOOST_TEST(game.passes(32s).starts_with("decided not_ready"));  // 3 minutes in all
}

BOOST_AUTO_TEST_CASE(no_sign_of_life_is_looked_at_then_aborted_then_killed) {
  auto rules = played::on_platform();
  rules.watchdog.timeout = 30s;
  auto game = started(rules);
  game.passes(29s);
  game.happens(heartbeat{});
  BOOST_TEST(game.passes(30s - 1ms) == "");
  BOOST_TEST(game.passes(1ms) == "evidence; signal 6 to the game");
  BOOST_TEST(game.passes(4s) == "notice");
  BOOST_TEST(game.passes(1s) == "last notice; decided hung remembered; draining; kill");
  game.happens(game_exited{137, SIGKILL, "killed by SIGKILL"});
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
}

BOOST_AUTO_TEST_CASE(a_hung_game_that_dies_of_the_signal_was_hung_and_did_not_crash) {
  auto rules = played::on_platform();
  rules.watchdog.timeout = 30s;
  auto game = started(rules);
  game.passes(30s);
  BOOST_TEST(game.happens(game_exited{134, SIGABRT, "killed by SIGABRT"}) ==
             "decided hung remembered; draining");
  BOOST_TEST(game.state.ending.reason.find("no sign of life") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_game_can_set_its_watchdog_and_switch_it_off) {
  auto game = started(played::on_platform());
  game.happens(watchdog_set{10s});
  BOOST_TEST(game.passes(9s) == "");
  game.happens(watchdog_set{0s});
  BOOST_TEST(game.passes(24h) == "");
  BOOST_TEST(game.happens(watchdog_triggered{}) == "evidence; signal 6 to the game");
}

BOOST_AUTO_TEST_CASE(out_of_memory_is_told_from_a_crash) {
  auto game = started(played::on_platform());
  BOOST_TEST(game.happens(killed_for_memory{}) == "");
  BOOST_TEST(
      game.happens(game_exited{137, SIGKILL, "killed by SIGKILL"}).starts_with("decided out_of_memory"));
}

BOOST_AUTO_TEST_CASE(a_server_below_a_script_is_out_of_memory_whatever_the_script_makes_of_it) {
  for (const int code : {137, 0, 1}) {
    auto game = started(played::on_platform());
    game.happens(killed_for_memory{});
    game.passes(5s);
    BOOST_TEST(game.happens(game_exited{code, 0, "exited"}).starts_with("decided out_of_memory"));
  }
}

BOOST_AUTO_TEST_CASE(a_helper_that_was_killed_for_memory_long_ago_is_not_how_the_game_ended) {
  const auto ends_an_hour_later = [](const game_exited& how) {
    auto game = started(played::on_platform());
    game.happens(killed_for_memory{});
    game.passes(1h);
    return game.happens(how);
  };
  BOOST_TEST(ends_an_hour_later({0, 0, "exited"}).starts_with("decided game_exited"));
  BOOST_TEST(ends_an_hour_later({137, SIGKILL, "killed"}).starts_with("decided crashed"));
  BOOST_TEST(ends_an_hour_later({137, 0, "exited"}).starts_with("decided out_of_memory"));
}

BOOST_AUTO_TEST_CASE(memory_that_was_short_before_a_restart_says_nothing_of_the_next_game) {
  auto game = started(restarting());
  game.happens(killed_for_memory{});
  BOOST_TEST(crash(game).starts_with("restart for out_of_memory"));
  game.passes(1s);
  game.happens(game_started{});
  BOOST_TEST(crash(game).starts_with("restart for crashed"));
}

BOOST_AUTO_TEST_CASE(a_crash_restarts_with_a_wait_that_doubles_until_the_budget_is_spent) {
  auto game = started(restarting());
  BOOST_TEST(crash(game) == "restart for crashed in 1000ms, 2 left; draining; starting");
  BOOST_TEST(game.passes(1s) == "start 1");
  BOOST_TEST(game.happens(game_started{}) == "running");
  BOOST_TEST(crash(game) == "restart for crashed in 2000ms, 1 left; draining; starting");
  BOOST_TEST(game.passes(2s) == "start 2");
  game.happens(game_started{});
  BOOST_TEST(crash(game) == "restart for crashed in 4000ms, 0 left; draining; starting");
  game.passes(4s);
  game.happens(game_started{});
  BOOST_TEST(crash(game) == "decided restarts_spent remembered; draining; stopping; self-stop 1");
}

BOOST_AUTO_TEST_CASE(the_budget_comes_back_with_time) {
  auto game = started(restarting());
  for (int day = 0; day < 100; ++day) {
    game.passes(11min);
    BOOST_TEST(crash(game).starts_with("restart for crashed in 1000ms, 2 left"));
    game.passes(1s);
    game.happens(game_started{});
  }
}

BOOST_AUTO_TEST_CASE(what_is_left_of_the_game_ends_before_it_is_started_again) {
  auto game = started(restarting());
  game.happens(game_exited{139, SIGSEGV, "killed by SIGSEGV"});
  BOOST_TEST(game.passes(29s) == "notice");
  BOOST_TEST(game.passes(1s) == "last notice; kill");
  BOOST_TEST(game.happens(tree_empty{}) == "starting; start 1");
}

BOOST_AUTO_TEST_CASE(a_stop_while_it_waits_to_be_started_again_is_a_stop) {
  auto game = started(restarting());
  crash(game);
  auto by_platform = game;
  BOOST_TEST(game.happens(stop_requested{"told to"}) ==
             "decided stop_requested remembered; draining; stopping; self-stop 1");
  BOOST_TEST(by_platform.happens(signal_arrived{SIGTERM}) ==
             "decided platform_stop; draining; done; leave 139");
}

BOOST_AUTO_TEST_CASE(a_stop_while_it_drains_for_a_restart_is_a_stop) {
  auto game = started(restarting());
  game.happens(game_exited{139, SIGSEGV, "killed by SIGSEGV"});
  BOOST_TEST(game.happens(stop_requested{"told to"}) == "decided stop_requested remembered");
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
}

BOOST_AUTO_TEST_CASE(a_game_that_survives_sigkill_is_not_started_a_second_time) {
  auto game = started(restarting());
  game.happens(restart_requested{"told to"});
  const auto said = game.passes(35s);
  BOOST_TEST(said.ends_with("survived; decided crashed remembered; stopping; self-stop 1"));
}

BOOST_AUTO_TEST_CASE(a_restart_that_somebody_asked_for_costs_nothing_of_the_budget) {
  auto game = started(restarting());
  for (int i = 1; i < 20; ++i) {
    BOOST_TEST(game.happens(restart_requested{"new map"}) ==
               "restart for stop_requested in 0ms, 3 left; draining; signal 15");
    game.happens(game_exited{0, 0, "exited with code 0"});
    BOOST_TEST(game.happens(tree_empty{}) == "starting; start " + std::to_string(i));
    BOOST_TEST(game.happens(game_started{}) == "running");
  }
}

BOOST_AUTO_TEST_CASE(a_restarted_game_is_a_new_game) {
  auto rules = restarting();
  auto game = started(rules);
  game.happens(occupancy_changed{presence::players, 3});
  game.happens(match_started{});
  crash(game);
  game.happens(occupancy_changed{presence::none, 0});
  game.passes(1s);
  game.happens(game_started{});
  BOOST_TEST(!game.state.match.running_since.has_value());
  BOOST_TEST(game.passes(24h) == "");  // nobody has been on this one yet
}

BOOST_AUTO_TEST_CASE(exit_leaves_the_deployment_to_the_platform) {
  auto rules = played::on_platform();
  rules.game.on_exit = after_drain::exit;
  auto game = started(rules);
  BOOST_TEST(game.happens(game_exited{0, 0, "exited with code 0"}) == "decided game_exited; draining");
  BOOST_TEST(game.happens(tree_empty{}) == "done; leave 0");
}

BOOST_AUTO_TEST_CASE(the_ladder_is_climbed_rung_by_rung) {
  auto rules = played::on_platform();
  rules.ladder = {{0s, 0}, {5s, SIGINT}, {10s, SIGTERM}};
  auto game = started(rules);
  BOOST_TEST(game.happens(match_ended{}) == "decided match_ended remembered; draining; rung 0");
  BOOST_TEST(game.passes(5s) == "signal 2");
  BOOST_TEST(game.passes(5s) == "signal 15");
  BOOST_TEST(game.passes(20s) == "notice; last notice; kill");
}

BOOST_AUTO_TEST_CASE(nobody_is_asked_once_the_game_has_gone) {
  auto rules = played::on_platform();
  rules.ladder = {{0s, 0}, {5s, SIGTERM}};
  auto game = started(rules);
  game.happens(match_ended{});
  game.happens(game_exited{0, 0, "exited with code 0"});
  BOOST_TEST(game.passes(25s - 1ms) == "");
}

BOOST_AUTO_TEST_CASE(the_ladder_fits_into_the_platforms_time) {
  auto rules = played::on_platform();
  rules.ladder = {{0s, 0}, {9s, SIGINT}, {18s, SIGTERM}};
  auto game = started(rules);
  game.happens(signal_arrived{SIGTERM});
  // 4.5 s there are; the last rung comes at three quarters of it.
  BOOST_TEST(game.passes(1687ms) == "signal 2");
  BOOST_TEST(game.passes(1688ms) == "signal 15");
  BOOST_TEST(game.passes(1125ms) == "notice; last notice; kill");
}

BOOST_AUTO_TEST_CASE(the_rest_of_the_ladder_is_fitted_when_the_platform_cuts_the_time_short) {
  auto rules = played::on_platform();
  rules.ladder = {{0s, 0}, {10s, SIGINT}, {20s, SIGTERM}};
  auto game = started(rules);
  game.happens(match_ended{});
  game.passes(10s);
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "signal 15");
  BOOST_TEST(game.passes(4s) == "signal 15; notice");
  BOOST_TEST(game.passes(500ms) == "last notice; kill");
}

BOOST_AUTO_TEST_CASE(a_game_may_ask_for_more_time_to_end_up_to_a_cap_and_not_from_the_platform) {
  auto rules = played::on_platform();
  rules.extension_max = 1min;
  auto game = started(rules);
  game.happens(match_ended{});
  game.passes(29s);
  game.happens(extension_requested{20s});
  BOOST_TEST(game.passes(15s) == "");
  BOOST_TEST(game.passes(4s) == "notice");
  game.happens(extension_requested{1h});
  BOOST_TEST(game.passes(41s) == "notice");
  BOOST_TEST(game.passes(1s) == "last notice; kill");
  auto stopped = started(rules);
  stopped.happens(signal_arrived{SIGTERM});
  stopped.happens(extension_requested{1h});
  BOOST_TEST(stopped.passes(4500ms) == "notice; last notice; kill");
}

BOOST_AUTO_TEST_CASE(without_tree_drain_what_the_game_leaves_is_killed_as_soon_as_it_was_asked) {
  auto rules = played::on_platform();
  rules.drain.wait_for_tree = false;
  auto game = started(rules);
  BOOST_TEST(game.happens(game_exited{0, 0, "exited with code 0"}) ==
             "decided game_exited remembered; draining; last notice");
  BOOST_TEST(game.passes(200ms) == "kill");
  auto asked = started(rules);
  asked.happens(match_ended{});
  BOOST_TEST(asked.happens(game_exited{0, 0, "exited with code 0"}) == "last notice");
  BOOST_TEST(asked.passes(200ms) == "kill");
}

BOOST_AUTO_TEST_SUITE_END()
