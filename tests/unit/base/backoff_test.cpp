#include "base/backoff.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::base;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(backoff_)

BOOST_AUTO_TEST_CASE(waits_stay_between_floor_and_the_growing_ceiling) {
  random_source random(7);
  backoff waits(1s, 30s, 500ms);
  duration ceiling = 1s;
  for (int i = 0; i < 200; ++i) {
    const auto wait = waits.next(random);
    BOOST_TEST(wait.count() >= 500);
    BOOST_TEST(wait.count() <= std::max<duration>(ceiling, 500ms).count());
    ceiling = std::min<duration>(ceiling * 2, 30s);
  }
  BOOST_TEST(waits.attempts() == 200);
}

BOOST_AUTO_TEST_CASE(jitter_is_full_so_two_seeds_part_company) {
  random_source one(1), other(2);
  backoff first(1s, 30s), second(1s, 30s);
  int equal = 0;
  for (int i = 0; i < 50; ++i) equal += first.next(one) == second.next(other) ? 1 : 0;
  BOOST_TEST(equal < 5);
}

BOOST_AUTO_TEST_CASE(after_a_reset_it_begins_small_again) {
  random_source random(3);
  backoff waits(1s, 1h);
  for (int i = 0; i < 10; ++i) waits.next(random);
  waits.reset();
  BOOST_TEST(waits.next(random).count() <= 1000);
}

BOOST_AUTO_TEST_CASE(a_spread_keeps_its_share_and_uses_it) {
  random_source random(11);
  duration least = 1h, most = 0s;
  for (int i = 0; i < 10'000; ++i) {
    const auto value = spread(10s, 0.2, random);
    least = std::min(least, value);
    most = std::max(most, value);
  }
  BOOST_TEST(least.count() >= 8'000);
  BOOST_TEST(most.count() <= 12'000);
  BOOST_TEST(least.count() < 8'100);
  BOOST_TEST(most.count() > 11'900);
}

BOOST_AUTO_TEST_CASE(the_same_seed_gives_the_same_run) {
  random_source one(42), again(42);
  for (int i = 0; i < 100; ++i) BOOST_TEST(one.next() == again.next());
}

BOOST_AUTO_TEST_SUITE_END()
