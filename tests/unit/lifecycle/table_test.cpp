#include "lifecycle/signals.hpp"
#include "unit/lifecycle/played.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <map>

// Every phase × every event has an expectation; an event that is new to the machine does not compile here
// without one.

using namespace gamekeeper::lifecycle;
using namespace std::chrono_literals;
using gamekeeper::tests::played;

namespace {

// In the order of the alternatives of `event`.
const std::vector<std::pair<std::string, event>> every_event{
    {"tick", tick{}},
    {"paused", paused{10s}},
    {"game_started", game_started{}},
    {"start_failed", start_failed{127, "not found"}},
    {"game_ready", game_ready{}},
    {"game_exited", game_exited{1, 0, "exited with code 1"}},
    {"killed_for_memory", killed_for_memory{}},
    {"tree_empty", tree_empty{}},
    {"sign_of_life", heartbeat{}},
    {"watchdog_set", watchdog_set{30s}},
    {"watchdog_triggered", watchdog_triggered{}},
    {"extension_requested", extension_requested{10s}},
    {"occupancy_changed", occupancy_changed{presence::players, 2}},
    {"match_started", match_started{}},
    {"match_ended", match_ended{}},
    {"hold_placed", hold_placed{"backup", "nightly", time_point(2h)}},
    {"hold_released", hold_released{"backup"}},
    {"looked", recheck_done{}},
    {"veto_answered", veto_answered{}},
    {"stop_requested", stop_requested{"told to"}},
    {"drain_requested", drain_requested{"told to", 1h}},
    {"restart_requested", restart_requested{"told to"}},
    {"signal_arrived", signal_arrived{SIGTERM}},
    {"stop_signal_arrived", stop_signal_arrived{SIGINT, "SIGINT arrived"}},
    {"platform_gone", platform_gone{"TERMINATED"}},
    {"platform_limit_learned", platform_limit_learned{time_point(24h)}},
    {"self_stop_answered", self_stop_answered{stop_answer::accepted, {}}},
};
static_assert(std::variant_size_v<event> == 27);

played in(phase wanted) {
  played game;
  if (wanted == phase::starting) return game;
  game.happens(game_started{});
  if (wanted == phase::running) return game;
  game.happens(stop_requested{"told to"});
  if (wanted == phase::draining) return game;
  game.happens(game_exited{0, 0, "exited with code 0"});
  game.happens(tree_empty{});
  if (wanted == phase::stopping) return game;
  game.happens(self_stop_answered{stop_answer::accepted, {}});
  if (wanted == phase::lingering) return game;
  game.happens(signal_arrived{SIGTERM});
  return game;
}

using row = std::map<std::string, std::string>;

// What is not named here must do nothing at once.
const std::map<phase, row> expectations{
    {phase::starting,
     {{"game_started", "running"},
      {"start_failed", "decided start_failed remembered; draining; stopping; self-stop 1"},
      {"stop_requested", "decided stop_requested remembered; draining"},
      {"drain_requested", "decided stop_requested remembered; draining"},
      {"signal_arrived", "decided platform_stop; draining"},
      {"stop_signal_arrived", "decided platform_stop; draining"}}},
    {phase::running,
     {{"game_exited", "decided crashed remembered; draining"},
      {"watchdog_triggered", "evidence; signal 6 to the game"},
      {"match_ended", "decided match_ended remembered; draining; signal 15"},
      {"stop_requested", "decided stop_requested remembered; draining; signal 15"},
      {"restart_requested", "restart for stop_requested in 0ms, 3 left; draining; signal 15"},
      {"signal_arrived", "decided platform_stop; draining; signal 15"},
      {"stop_signal_arrived", "decided platform_stop; draining; signal 2"},
      {"platform_gone", "decided platform_gone remembered; draining; signal 15"}}},
    {phase::draining, {{"signal_arrived", "signal 15"}, {"stop_signal_arrived", "signal 2"}}},
    {phase::stopping,
     {{"signal_arrived", "done; leave 0"},
      {"stop_signal_arrived", "done; leave 0"},
      {"self_stop_answered", "accepted; lingering"}}},
    {phase::lingering, {{"signal_arrived", "done; leave 0"}, {"stop_signal_arrived", "done; leave 0"}}},
    {phase::done, {}},
};

}  // namespace

BOOST_AUTO_TEST_CASE(every_phase_answers_every_event) {
  for (const auto& [where, expected] : expectations) {
    for (std::size_t i = 0; i < every_event.size(); ++i) {
      const auto& [name, happened] = every_event[i];
      BOOST_TEST_REQUIRE(happened.index() == i);
      auto game = in(where);
      BOOST_TEST_REQUIRE((game.state.phase == where));
      const auto found = expected.find(name);
      BOOST_TEST(game.happens(happened) == (found == expected.end() ? "" : found->second),
                 "in " << to_string(where) << " when " << name << " happens");
    }
  }
}

BOOST_AUTO_TEST_CASE(what_is_passed_on_without_a_step_is_what_a_step_would_pass_on) {
  for (const auto& each : expectations) {
    for (const int number : {SIGHUP, SIGINT, SIGQUIT, SIGUSR1, SIGTERM, SIGCONT, SIGRTMAX}) {
      auto game = in(each.first);
      const bool passed = is_forwarded_only(game.state, number);
      BOOST_TEST(passed == (number != SIGTERM && game.state.game_alive()));
      const auto next = next_deadline(game.state);
      const bool sent =
          game.happens(signal_arrived{number}) == "signal " + std::to_string(number) + " to the game";
      BOOST_TEST((sent || number == SIGTERM) == (passed || number == SIGTERM),
                 "in " << to_string(each.first) << " when " << number << " arrives");
      if (passed) BOOST_TEST((next_deadline(game.state) == next));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_verdict_has_a_name_that_reads_back) {
  for (int i = 0; i <= static_cast<int>(last_verdict); ++i) {
    const auto value = static_cast<verdict>(i);
    BOOST_TEST((parse_verdict(to_string(value)) == value));
  }
  BOOST_TEST(!parse_verdict("bored"));
}
