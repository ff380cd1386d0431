#include "edgegap/watch/poll_scheduler.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <functional>

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;
using base::duration;
namespace limits = base::limits;

struct paced {
  base::random_source random{11};
  poll_scheduler pace{poll_preferences{10s, 450s, 0.1, 1}};

  /// The shortest and the longest of many waits.
  static std::pair<duration, duration> extremes(const std::function<duration()>& draw) {
    std::pair<duration, duration> seen{24h, 0ms};
    for (int i = 0; i < 2000; ++i) {
      const auto wait = draw();
      seen = {std::min(seen.first, wait), std::max(seen.second, wait)};
    }
    return seen;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(poll_scheduling, paced)

BOOST_AUTO_TEST_CASE(what_matters_is_asked_quickly_and_what_does_not_slowly) {
  const auto quick = extremes([&] { return pace.after_answer(random); });
  BOOST_TEST((quick.first >= 9s && quick.first < 9100ms && quick.second <= 11s && quick.second > 10900ms));
  pace.set_matters(false);
  const auto slow = extremes([&] { return pace.after_answer(random); });
  BOOST_TEST((slow.first >= 405s && slow.first < 410s && slow.second <= 495s && slow.second > 490s));
}

BOOST_AUTO_TEST_CASE(the_first_poll_is_spread_over_what_the_fleet_needs) {
  for (const auto& [size, within] : {std::pair<int, duration>{1, 1s},
                                     {1000, 62500ms},
                                     {10'000, 625s},
                                     {1'000'000, limits::poll_interval_max},
                                     {0, limits::poll_first_within}}) {
    const poll_scheduler fresh(poll_preferences{10s, 450s, 0, size});
    const auto seen = extremes([&] { return fresh.first(random); });
    BOOST_TEST((seen.first < within / 100));
    BOOST_TEST((seen.second <= within && seen.second > within * 99 / 100));
  }
}

BOOST_AUTO_TEST_CASE(who_knows_no_fleet_size_goes_down_in_a_few_steps_and_then_carefully) {
  poll_scheduler fresh(poll_preferences{10s, 450s, 0, 0});
  BOOST_TEST((fresh.interval() == 600s));
  fresh.after_answer(random);
  BOOST_TEST((fresh.interval() == 60s));
  for (int i = 0; i < 60; ++i) fresh.after_answer(random);
  BOOST_TEST((fresh.interval() > 55s));
  // A run that is no chance any more.
  for (int i = 0; i < 200; ++i) fresh.after_answer(random);
  BOOST_TEST((fresh.interval() == 10s));
}

BOOST_AUTO_TEST_CASE(what_a_long_run_tried_is_taken_back_at_the_first_429) {
  poll_scheduler fresh(poll_preferences{10s, 450s, 0, 1000});
  int answers = 0;
  for (; fresh.interval() > 30s; ++answers) fresh.after_answer(random);
  BOOST_TEST(answers > 70);
  fresh.after_throttling(std::nullopt, random);
  BOOST_TEST((fresh.interval() > 55s && fresh.interval() < 65s));
}

BOOST_AUTO_TEST_CASE(one_429_is_chance_and_a_third_of_a_dozen_is_not) {
  poll_scheduler fresh(poll_preferences{10s, 450s, 0, 1000});
  const auto before = fresh.interval();
  fresh.after_throttling(std::nullopt, random);
  BOOST_TEST((fresh.interval() > before && fresh.interval() < before * 11 / 10));
  for (int i = 0; i < 11; ++i) fresh.after_answer(random);  // the dozen is full: it is counted anew
  const auto calm = fresh.interval();
  for (int i = 0; i < 4; ++i) {
    fresh.after_answer(random);
    fresh.after_throttling(std::nullopt, random);
  }
  BOOST_TEST((fresh.interval() > calm * 19 / 10 && fresh.interval() < calm * 23 / 10));
}

BOOST_AUTO_TEST_CASE(refused_and_refused_it_goes_to_the_longest_interval) {
  for (int i = 0; i < 60; ++i) pace.after_throttling(std::nullopt, random);
  BOOST_TEST((pace.interval() == limits::poll_interval_max));
  BOOST_TEST((pace.after_answer(random) >= limits::poll_interval_max * 6 / 10));
}

BOOST_AUTO_TEST_CASE(what_matters_and_what_does_not_have_shares_of_their_own) {
  for (int i = 0; i < 60; ++i) pace.after_throttling(std::nullopt, random);
  pace.set_matters(false);
  BOOST_TEST((pace.interval() == 450s));
  pace.set_matters(true);
  BOOST_TEST((pace.interval() == limits::poll_interval_max));
}

BOOST_AUTO_TEST_CASE(the_first_retry_comes_soon_and_the_later_ones_later) {
  pace = poll_scheduler(poll_preferences{10s, 450s, 0.1, 5000});
  const auto first = pace;
  const auto soon = extremes([&] {
    auto fresh = first;
    return fresh.after_throttling(std::nullopt, random);
  });
  BOOST_TEST((soon.second <= first.interval() / 9));
  for (int i = 0; i < 5; ++i) pace.after_throttling(std::nullopt, random);
  const auto later = pace;
  const auto drawn = extremes([&] {
    auto fresh = later;
    return fresh.after_throttling(std::nullopt, random);
  });
  BOOST_TEST((drawn.first <= 2s));
  BOOST_TEST((drawn.second > later.interval() * 9 / 10));
}

BOOST_AUTO_TEST_CASE(near_a_decision_it_takes_what_it_needs_and_learns_nothing) {
  pace = poll_scheduler(poll_preferences{10s, 450s, 0, 3000});
  const auto usual = pace.interval();
  BOOST_TEST((usual == 187500ms));
  pace.set_near(true);
  BOOST_TEST((pace.interval() == 10s));
  for (int i = 0; i < 5; ++i) pace.after_throttling(std::nullopt, random);
  const auto immediately = extremes([&] { return pace.immediately(random); });
  BOOST_TEST((immediately.second <= 1s));
  pace.set_near(false);
  BOOST_TEST((pace.interval() == usual));
  pace = poll_scheduler(poll_preferences{10s, 450s, 0, 10'000});
  pace.set_near(true);
  BOOST_TEST((pace.interval() == 31250ms));
}

BOOST_AUTO_TEST_CASE(retry_after_is_a_floor) {
  const auto throttled = extremes([&] {
    auto fresh = pace;
    return fresh.after_throttling(60s, random);
  });
  BOOST_TEST((throttled.first >= 60s && throttled.second <= 61s));
  const auto faulty = extremes([&] {
    auto fresh = pace;
    return fresh.after_fault(60s, random);
  });
  BOOST_TEST((faulty.first >= 60s && faulty.second > 75s && faulty.second <= 80s));
}

BOOST_AUTO_TEST_CASE(a_limit_that_somebody_else_filled_for_a_while_is_found_free_within_hours) {
  for (const int size : {0, 1, 100}) {
    poll_scheduler fresh(poll_preferences{10s, 450s, 0.1, size});
    for (int i = 0; i < 60; ++i) fresh.after_throttling(std::nullopt, random);
    BOOST_TEST((fresh.interval() == limits::poll_interval_max));
    duration passed{};
    while (fresh.interval() > 2 * limits::poll_careful) passed += fresh.after_answer(random);
    BOOST_TEST((passed > 1h && passed < 3h));
  }
}

BOOST_AUTO_TEST_CASE(a_share_that_is_still_contended_goes_back_to_where_it_was) {
  poll_scheduler fresh(poll_preferences{10s, 450s, 0.1, 0});
  for (int i = 0; i < 60; ++i) fresh.after_throttling(std::nullopt, random);
  while (fresh.interval() > 300s) fresh.after_answer(random);
  fresh.after_throttling(std::nullopt, random);
  BOOST_TEST((fresh.interval() > 800s));
}

// Moments that are spread over an interval stay so for as long as everybody keeps to it.
BOOST_AUTO_TEST_CASE(an_outage_is_asked_through_at_the_same_pace_by_those_who_wait_long) {
  pace = poll_scheduler(poll_preferences{10s, 450s, 0.1, 5000});
  const auto before = pace.interval();
  const auto seen = extremes([&] { return pace.after_fault(std::nullopt, random); });
  BOOST_TEST((seen.first >= before * 9 / 10 && seen.second <= before * 11 / 10));
  BOOST_TEST((pace.interval() == before));
}

BOOST_AUTO_TEST_CASE(faults_back_off_to_the_limit_with_full_jitter) {
  for (const auto ceiling : {11s, 40s, 80s, 120s, 120s}) {
    const auto before = pace;
    const auto seen = extremes([&] {
      auto fresh = before;
      return fresh.after_fault(std::nullopt, random);
    });
    BOOST_TEST((seen.first == (ceiling == 11s ? 9s : 1s) || ceiling == 11s));
    BOOST_TEST((seen.second <= ceiling && seen.second > ceiling * 19 / 20));
    pace.after_fault(std::nullopt, random);
  }
  pace.after_answer(random);
  BOOST_TEST((extremes([&] {
                auto fresh = pace;
                return fresh.after_fault(std::nullopt, random);
              }).second <= 20s));
}

BOOST_AUTO_TEST_CASE(what_will_not_change_is_asked_rarely) {
  const auto seen = extremes([&] { return pace.after_refusal(random); });
  BOOST_TEST((seen.first >= limits::poll_denied_interval * 9 / 10));
  BOOST_TEST((seen.second <= limits::poll_denied_interval * 11 / 10));
}

BOOST_AUTO_TEST_CASE(a_decision_that_comes_near_is_looked_at_within_the_quick_interval) {
  const auto seen = extremes([&] { return pace.soon(random); });
  BOOST_TEST((seen.first < 100ms && seen.second > 9900ms && seen.second <= 10s));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
