#include "unit/lifecycle/played.hpp"

#include <boost/test/unit_test.hpp>

// The time that step() is given stands still in a pause; only what somebody else's timer decides comes nearer.

using namespace gamekeeper::lifecycle;
using namespace std::chrono_literals;
using gamekeeper::tests::played;

namespace {

played started(const policy& rules) {
  played game(rules);
  game.happens(game_started{});
  return game;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pauses)

BOOST_AUTO_TEST_CASE(the_platform_kills_in_time_whatever_pause_there_was) {
  auto game = started(played::on_platform());
  game.happens(signal_arrived{SIGTERM});
  BOOST_TEST(game.passes(1s) == "");
  BOOST_TEST(game.happens(paused{2s}) == "");
  BOOST_TEST(game.passes(1499ms) == "notice; last notice");
  BOOST_TEST(game.passes(1ms) == "kill");
}

BOOST_AUTO_TEST_CASE(our_own_grace_is_not_shortened_by_a_pause) {
  auto rules = played::on_platform();
  rules.drain.grace = 10s;
  auto game = started(rules);
  game.happens(stop_requested{"enough"});
  game.happens(paused{9s});
  BOOST_TEST(game.passes(9999ms) == "notice; last notice");
  BOOST_TEST(game.passes(1ms) == "kill");
}

BOOST_AUTO_TEST_CASE(a_game_is_not_hung_because_we_stood_still) {
  auto rules = played::on_platform();
  rules.watchdog.timeout = 3s;
  auto game = started(rules);
  game.passes(1s);
  BOOST_TEST(game.happens(paused{1h}) == "");
  BOOST_TEST(game.passes(1999ms) == "");
  BOOST_TEST(game.passes(1ms) == "evidence; signal 6 to the game");
}

BOOST_AUTO_TEST_CASE(a_pause_counts_for_what_is_paid_for) {
  auto rules = played::on_platform();
  rules.uptime.max = 1h;
  rules.uptime.warn_before = 0s;
  auto game = started(rules);
  game.happens(platform_limit_learned{game.now + 2h});
  game.happens(paused{50min});
  BOOST_TEST(game.passes(10min - 1ms) == "");
  BOOST_TEST(game.passes(1ms) == "decided uptime_limit remembered; draining; signal 15");
}

BOOST_AUTO_TEST_CASE(an_idle_end_waits_until_every_detector_has_looked_again_after_a_pause) {
  auto rules = played::on_platform();
  rules.occupancy.empty_after = 10s;
  rules.recheck.after_pause = 7s;
  auto game = started(rules);
  game.happens(occupancy_changed{presence::players, 1});
  game.happens(occupancy_changed{presence::none, 0});
  game.passes(9s);
  game.happens(paused{1min});
  BOOST_TEST(game.passes(6999ms) == "");
  BOOST_TEST(game.passes(1ms) == "decided empty remembered; draining; signal 15");
}

BOOST_AUTO_TEST_SUITE_END()
