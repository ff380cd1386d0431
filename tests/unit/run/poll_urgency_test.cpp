#include "gamekeeper/run/poll_urgency.hpp"

#include "lifecycle/machine.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using occupancy::presence;

namespace {

using views = std::vector<occupancy::detector_view>;

occupancy::detector_view saw(std::string_view name, presence what) {
  occupancy::detector_view seen;
  seen.name = name;
  seen.what = what;
  return seen;
}

lifecycle::state running() {
  auto core = lifecycle::begin(lifecycle::policy(), lifecycle::time_point{});
  lifecycle::step(core, lifecycle::game_started{}, lifecycle::time_point{});
  return core;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pace)

BOOST_AUTO_TEST_CASE(the_count_matters_unless_another_detector_sees_players) {
  const auto core = running();
  BOOST_TEST(run::platform_matters(core, {}, true, true));
  for (const auto platform : {presence::unknown, presence::none, presence::players}) {
    const auto count = saw("sockets_usage", platform);
    BOOST_TEST(run::platform_matters(core, {count}, true, true));
    BOOST_TEST(run::platform_matters(core, {count, saw("reported", presence::none)}, true, true));
    BOOST_TEST(run::platform_matters(core, {count, saw("reported", presence::unknown)}, true, true));
    BOOST_TEST(!run::platform_matters(core, {count, saw("a2s:7777", presence::players)}, true, true));
  }
}

BOOST_AUTO_TEST_CASE(a_count_that_is_no_detector_matters_until_the_platform_has_told_its_limit) {
  const auto core = running();
  const views none{saw("reported", presence::none)};
  BOOST_TEST(run::platform_matters(core, none, false, false));
  BOOST_TEST(run::platform_matters(core, {saw("reported", presence::players)}, true, false));
  BOOST_TEST(!run::platform_matters(core, none, false, true));
}

BOOST_AUTO_TEST_CASE(nothing_matters_once_the_end_is_decided_and_a_restart_is_no_end) {
  auto core = running();
  auto again = core;
  lifecycle::step(again, lifecycle::restart_requested{"patch"}, lifecycle::time_point{});
  BOOST_TEST((again.phase == lifecycle::phase::draining));
  BOOST_TEST(run::platform_matters(again, {}, true, true));
  lifecycle::step(core, lifecycle::stop_requested{"enough"}, lifecycle::time_point{});
  BOOST_TEST(!run::platform_matters(core, {}, true, true));
  BOOST_TEST(!run::platform_matters(core, {}, true, false));
}

BOOST_AUTO_TEST_CASE(the_watcher_is_told_each_change_once) {
  run::poll_urgency asked;
  BOOST_TEST(!asked.follow(false));  // nobody listens yet
  std::string told;
  asked.attach({[&told] { told += "a"; }, [&told] { told += "r"; }, [](auto) {}, [] {}, [] { return 10s; }});
  BOOST_TEST(!asked.follow(true));
  BOOST_TEST(asked.follow(false));
  BOOST_TEST(!asked.follow(false));
  BOOST_TEST(asked.follow(true));
  BOOST_TEST(told == "ra");
}

BOOST_AUTO_TEST_CASE(an_idle_end_is_approached_and_nothing_else_is) {
  auto core = running();
  BOOST_TEST(!run::decision_window_of(core));
  const lifecycle::time_point start{};
  lifecycle::step(core, lifecycle::occupancy_changed{lifecycle::presence::players, 2}, start);
  lifecycle::step(core, lifecycle::match_started{}, start);
  BOOST_TEST(!run::decision_window_of(core));
  lifecycle::step(core, lifecycle::occupancy_changed{lifecycle::presence::none, 0}, start + 1h);
  BOOST_TEST((run::decision_window_of(core)->from == start + 1h + 60s - 90s));
  BOOST_TEST((run::decision_window_of(core)->until == start + 1h + 60s + 30s));
  // What a hold puts off is not near.
  lifecycle::step(core, lifecycle::hold_placed{"backup", "", start + 3h}, start + 1h);
  BOOST_TEST((run::decision_window_of(core)->from == start + 3h - 90s));
  lifecycle::step(core, lifecycle::occupancy_changed{lifecycle::presence::unknown, 0}, start + 1h);
  BOOST_TEST(!run::decision_window_of(core));
}

BOOST_AUTO_TEST_CASE(hurry_is_told_once_and_its_end_too) {
  run::poll_urgency asked;
  std::vector<base::time_point> told;
  asked.attach({[] {}, [] {}, [&told](auto until) { told.push_back(until); }, [] {}, [] { return 10s; }});
  const base::time_point start{1h};
  for (const auto& until : {std::optional<base::time_point>(), std::optional(start), std::optional(start),
                            std::optional(start + 30s), std::optional<base::time_point>()})
    asked.poll_fast_until(until);
  BOOST_TEST((told == std::vector<base::time_point>{start, start + 30s, {}}));
}

BOOST_AUTO_TEST_SUITE_END()
