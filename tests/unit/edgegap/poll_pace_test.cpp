#include "edgegap/poll_pace.hpp"

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
  poll_pace pace{poll_pace::wishes{10s, 450s, 0.1}};

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

BOOST_FIXTURE_TEST_SUITE(poll_paces, paced)

BOOST_AUTO_TEST_CASE(near_a_decision_it_is_quick_and_otherwise_slow) {
  const auto quick = extremes([&] { return pace.after_answer(random); });
  BOOST_TEST((quick.first >= 9s && quick.first < 9100ms && quick.second <= 11s && quick.second > 10900ms));
  pace.set_near(false);
  const auto slow = extremes([&] { return pace.after_answer(random); });
  BOOST_TEST((slow.first >= 405s && slow.first < 410s && slow.second <= 495s && slow.second > 490s));
}

BOOST_AUTO_TEST_CASE(each_429_multiplies_the_interval_up_to_the_longest) {
  auto before = pace.interval();
  for (int i = 0; i < 40; ++i) {
    pace.after_throttling(std::nullopt, random);
    BOOST_TEST((pace.interval() > before || pace.interval() == limits::poll_interval_max));
    before = pace.interval();
  }
  BOOST_TEST((pace.interval() == limits::poll_interval_max));
  BOOST_TEST((pace.after_answer(random) >= limits::poll_interval_max * 6 / 10));
}

BOOST_AUTO_TEST_CASE(the_first_retry_comes_soon_and_the_later_ones_later) {
  for (int i = 0; i < 12; ++i) pace.after_throttling(std::nullopt, random);
  pace.after_answer(random);
  const auto first = pace;
  const auto soon = extremes([&] {
    auto fresh = first;
    return fresh.after_throttling(std::nullopt, random);
  });
  BOOST_TEST((soon.second <= first.interval() / 10));
  for (int i = 0; i < 5; ++i) pace.after_throttling(std::nullopt, random);
  const auto later = pace;
  const auto drawn = extremes([&] {
    auto fresh = later;
    return fresh.after_throttling(std::nullopt, random);
  });
  BOOST_TEST((drawn.first <= 2s));
  BOOST_TEST((drawn.second > later.interval() * 9 / 10));
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

BOOST_AUTO_TEST_CASE(who_waits_longer_recovers_more_with_each_answer) {
  auto far = pace;
  for (int i = 0; i < 3; ++i) pace.after_throttling(std::nullopt, random);
  for (int i = 0; i < 10; ++i) far.after_throttling(std::nullopt, random);
  const auto near_before = pace.stretch(), far_before = far.stretch();
  pace.after_answer(random);
  far.after_answer(random);
  BOOST_TEST(near_before / pace.stretch() > 1.0);
  BOOST_TEST(far_before / far.stretch() > near_before / pace.stretch());
}

BOOST_AUTO_TEST_CASE(a_fleet_that_has_shrunk_is_noticed_within_some_hundred_answers) {
  for (int i = 0; i < 40; ++i) pace.after_throttling(std::nullopt, random);
  int answers = 0;
  for (; pace.stretch() > 1 && answers < 1000; ++answers) pace.after_answer(random);
  BOOST_TEST(answers < 300);
  BOOST_TEST((pace.interval() == 10s));
}

BOOST_AUTO_TEST_CASE(an_outage_is_asked_through_with_full_jitter_and_not_more_often_than_before) {
  for (int i = 0; i < 12; ++i) pace.after_throttling(std::nullopt, random);
  pace.after_answer(random);
  duration sum{};
  constexpr int polls = 2000;
  for (int i = 0; i < polls; ++i) sum += pace.after_fault(std::nullopt, random);
  BOOST_TEST((sum / polls > pace.interval() * 9 / 10));
  BOOST_TEST((sum / polls < std::max(pace.interval() * 11 / 10, limits::poll_backoff_max)));
}

BOOST_AUTO_TEST_CASE(faults_back_off_from_twice_the_interval_to_the_limit) {
  for (const auto ceiling : {20s, 40s, 80s, 120s, 120s}) {
    const auto before = pace;
    const auto seen = extremes([&] {
      auto fresh = before;
      return fresh.after_fault(std::nullopt, random);
    });
    BOOST_TEST((seen.first == 1s));
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
  const auto seen = extremes([&] { return pace.sooner(random); });
  BOOST_TEST((seen.first < 100ms && seen.second > 9900ms && seen.second <= 10s));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
