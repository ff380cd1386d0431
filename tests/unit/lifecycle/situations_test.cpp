#include "occupancy/fusion.hpp"
#include "occupancy/unknown_watch.hpp"
#include "unit/lifecycle/played.hpp"

#include <boost/test/unit_test.hpp>

// The README's table of situations, row by row, under the default policy: a case for each row, with the row's
// own words as its name. tests/integration/test_situations.py compares the two, and the settings the rows name.

using namespace gamekeeper::lifecycle;
using namespace std::chrono_literals;
using gamekeeper::tests::played;
namespace occupancy = gamekeeper::occupancy;

namespace {

played running(const policy& rules = played::on_platform()) {
  played game(rules);
  game.happens(game_started{});
  return game;
}

played with_players() {
  auto game = running();
  game.happens(occupancy_changed{presence::players, 3});
  return game;
}

played asking_to_be_stopped() {
  auto game = running();
  game.happens(match_ended{});
  game.happens(game_exited{0, 0, "exited with code 0"});
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
  return game;
}

const std::string drains = " remembered; draining; signal 15";

}  // namespace

BOOST_AUTO_TEST_SUITE(situations)

BOOST_AUTO_TEST_CASE(a_game_that_tells_nothing) {
  auto game = running();
  BOOST_TEST(game.passes(30 * 24h) == "");
  BOOST_TEST((game.state.phase == phase::running));
}

BOOST_AUTO_TEST_CASE(players_are_never_counted) {
  occupancy::fusion detectors;
  detectors.record(occupancy::sockets_usage, occupancy::reading());
  occupancy::unknown_watch watch(5min);
  const gamekeeper::base::time_point start{1h};
  BOOST_TEST(watch.look(detectors.detectors(start), start).empty());
  BOOST_TEST((detectors.at(start + 24h).what == occupancy::presence::unknown));
  BOOST_TEST(watch.look(detectors.detectors(start + 5min), start + 5min).size() == 1u);

  auto game = running();
  game.happens(occupancy_changed{presence::unknown, 0});
  BOOST_TEST(game.passes(24h) == "");
}

BOOST_AUTO_TEST_CASE(nobody_ever_joins) {
  auto game = running();
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(24h) == "");
}

BOOST_AUTO_TEST_CASE(the_last_player_leaves) {
  auto game = with_players();
  BOOST_TEST(game.passes(24h) == "");
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(60s - 1ms) == "");
  BOOST_TEST(game.passes(1ms) == "decided empty" + drains);
}

BOOST_AUTO_TEST_CASE(detectors_disagree) {
  occupancy::fusion detectors;
  const gamekeeper::base::time_point now{1h};
  detectors.record(occupancy::sockets_usage, occupancy::counted(0, now));
  detectors.record(occupancy::reported, occupancy::counted(2, now));
  BOOST_TEST((detectors.at(now) == occupancy::fused{occupancy::presence::players, 2}));
  detectors.record(occupancy::reported, occupancy::reading());
  BOOST_TEST((detectors.at(now) == occupancy::fused{occupancy::presence::none, 0}));
}

BOOST_AUTO_TEST_CASE(a_detector_fails_for_long) {
  occupancy::fusion detectors;
  occupancy::unknown_watch watch(5min);
  const gamekeeper::base::time_point start{1h};
  detectors.record(occupancy::sockets_usage, occupancy::counted(0, start, 45s));
  detectors.record_failure(occupancy::sockets_usage, "no answer");
  BOOST_TEST((detectors.at(start + 45s - 1ms).what == occupancy::presence::none));
  const auto expired = start + 45s;
  BOOST_TEST((detectors.at(expired).what == occupancy::presence::unknown));
  BOOST_TEST(watch.look(detectors.detectors(expired), expired).empty());
  BOOST_TEST(watch.look(detectors.detectors(expired + 5min), expired + 5min).size() == 1u);

  // The empty server whose only detector falls silent is not ended.
  auto game = with_players();
  game.happens(occupancy_changed{presence::none, 0});
  game.passes(45s);
  game.happens(occupancy_changed{presence::unknown, 0});
  BOOST_TEST(game.passes(24h) == "");
}

BOOST_AUTO_TEST_CASE(a_match_ends) {
  auto game = with_players();
  game.happens(match_started{});
  BOOST_TEST(game.happens(match_ended{}) == "decided match_ended" + drains);
}

BOOST_AUTO_TEST_CASE(a_match_never_ends) {
  auto game = with_players();
  game.happens(match_started{});
  BOOST_TEST(game.passes(30 * 24h) == "");
}

BOOST_AUTO_TEST_CASE(the_server_is_up_for_a_day) {
  auto game = with_players();
  BOOST_TEST(game.passes(24h) == "");
}

BOOST_AUTO_TEST_CASE(the_platforms_own_limit_nears) {
  auto game = with_players();
  game.happens(platform_limit_learned{game.now + 24h});
  BOOST_TEST(game.passes(24h - 12min - 1ms) == "");
  BOOST_TEST(game.passes(1ms) == "warning 600000ms");
  BOOST_TEST(game.passes(10min - 1ms) == "");
  BOOST_TEST(game.passes(1ms) == "decided uptime_limit" + drains);
}

BOOST_AUTO_TEST_CASE(a_backup_must_finish) {
  auto game = with_players();
  game.happens(hold_placed{"backup", "nightly", game.now + 10min});
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.happens(match_ended{}) == "");
  BOOST_TEST(game.passes(10min - 1ms) == "");
  auto released = game;
  BOOST_TEST(released.happens(hold_released{"backup"}).starts_with("decided "));
  BOOST_TEST(game.passes(1ms).starts_with("expired backup; decided "));
}

BOOST_AUTO_TEST_CASE(an_operator_wants_the_machine) {
  auto game = with_players();
  BOOST_TEST(game.happens(drain_requested{"maintenance", 1h}) == "");
  BOOST_TEST(game.passes(1h - 1ms) == "");
  auto emptied = game;
  BOOST_TEST(emptied.happens(occupancy_changed{presence::none, 0}) == "decided stop_requested" + drains);
  BOOST_TEST(game.passes(1ms) == "decided stop_requested" + drains);
}

BOOST_AUTO_TEST_CASE(the_game_crashes) {
  auto game = with_players();
  BOOST_TEST(game.happens(game_exited{139, SIGSEGV, "killed by SIGSEGV"}) ==
             "decided crashed remembered; draining");
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
}

BOOST_AUTO_TEST_CASE(the_game_exits) {
  auto game = with_players();
  BOOST_TEST(game.happens(game_exited{0, 0, "exited with code 0"}) ==
             "decided game_exited remembered; draining");
  BOOST_TEST(game.passes(25s - 1ms) == "");  // a helper may still save
  BOOST_TEST(game.passes(5s) == "notice; last notice");
  BOOST_TEST(game.passes(1ms) == "kill");
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
}

BOOST_AUTO_TEST_CASE(the_game_hangs) {
  BOOST_TEST(with_players().passes(24h) == "");  // nobody says so
  auto rules = played::on_platform();
  rules.watchdog.timeout = 30s;
  auto game = running(rules);
  BOOST_TEST(game.passes(30s) == "evidence; signal 6 to the game");
  BOOST_TEST(game.passes(5s) == "notice; last notice; decided hung remembered; draining; kill");
}

BOOST_AUTO_TEST_CASE(the_game_is_out_of_memory) {
  auto game = with_players();
  game.happens(killed_for_memory{});
  BOOST_TEST(game.happens(game_exited{137, SIGKILL, "killed by SIGKILL"}) ==
             "decided out_of_memory remembered; draining");
  BOOST_TEST(game.happens(tree_empty{}) == "stopping; self-stop 1");
}

BOOST_AUTO_TEST_CASE(the_game_does_not_start) {
  played game;
  BOOST_TEST(game.happens(start_failed{127, "no such file"}) ==
             "decided start_failed remembered; draining; stopping; self-stop 1");
}

BOOST_AUTO_TEST_CASE(the_game_is_never_ready) {
  played game;
  BOOST_TEST(game.happens(game_started{}) == "running");  // by default it is ready when it is there
  auto rules = played::on_platform();
  rules.readiness.is_awaited = true;
  auto waiting = running(rules);
  waiting.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(waiting.passes(24h) == "");
  rules.readiness.timeout = 1min;
  BOOST_TEST(running(rules).passes(1min) == "decided not_ready" + drains);
}

BOOST_AUTO_TEST_CASE(the_platform_stops_us) {
  auto game = with_players();
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "decided platform_stop; draining; signal 15");
  BOOST_TEST(game.passes(4'500ms - 1ms) == "notice; last notice");
  BOOST_TEST(game.passes(1ms) == "kill");
  game.happens(game_exited{137, SIGKILL, "killed by SIGKILL"});
  BOOST_TEST(game.happens(tree_empty{}) == "done; leave 137");
}

BOOST_AUTO_TEST_CASE(the_platform_is_down_while_we_stop) {
  auto game = asking_to_be_stopped();
  for (int attempt = 2; attempt < 100; ++attempt) {
    BOOST_TEST(game.happens(self_stop_answered{stop_answer::failed, {}}) == "retry later");
    BOOST_TEST(game.passes(500ms - 1ms) == "");
    BOOST_TEST(game.passes(29'501ms) == "self-stop " + std::to_string(attempt));
  }
  BOOST_TEST(game.happens(self_stop_answered{stop_answer::accepted, {}}) == "accepted; lingering");
}

BOOST_AUTO_TEST_CASE(the_token_is_refused) {
  auto game = asking_to_be_stopped();
  game.happens(self_stop_answered{stop_answer::refused, {}});
  BOOST_TEST(game.passes(10s) == "self-stop 2");
  BOOST_TEST(game.happens(self_stop_answered{stop_answer::refused, {}}) == "refused; done; leave 0");
}

BOOST_AUTO_TEST_CASE(a_rehearsal) {
  auto rules = played::on_platform();
  BOOST_TEST(!rules.dry_run);
  rules.dry_run = true;
  auto game = running(rules);
  game.happens(occupancy_changed{presence::players, 1});
  game.happens(occupancy_changed{presence::none, 0});
  BOOST_TEST(game.passes(60s) == "would end empty");
  BOOST_TEST(game.passes(24h) == "");
  BOOST_TEST(game.happens(stop_requested{"told to"}) == "would end stop_requested");
  // The game's own end and the platform's SIGTERM are real.
  BOOST_TEST(game.happens(signal_arrived{SIGTERM}) == "decided platform_stop; draining; signal 15");
}

BOOST_AUTO_TEST_SUITE_END()
