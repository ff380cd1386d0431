#include "base/rate_limiter.hpp"

#include <boost/test/unit_test.hpp>

#include <vector>

namespace gamekeeper::base {

namespace {
using namespace std::chrono_literals;
const time_point start{std::chrono::hours(1)};
}  // namespace

BOOST_AUTO_TEST_SUITE(rate_limiter_moments)

BOOST_AUTO_TEST_CASE(a_burst_goes_at_once_and_the_next_one_a_second_after_the_first) {
  rate_limiter limiter(3);
  for (int i = 0; i < 3; ++i) BOOST_TEST((limiter.book(start + i * 100ms) == start + i * 100ms));
  BOOST_TEST((limiter.book(start + 300ms) == start + 1s));
  BOOST_TEST((limiter.book(start + 300ms) == start + 1100ms));
}

BOOST_AUTO_TEST_CASE(no_second_holds_more_than_its_number_whenever_the_callers_come) {
  for (int rate : {1, 7, 40}) {
    rate_limiter limiter(rate);
    std::vector<time_point> moments;
    for (int i = 0; i < 500; ++i) moments.push_back(limiter.book(start + (i * i % 97) * 1ms + i * 3ms));
    for (std::size_t i = static_cast<std::size_t>(rate); i < moments.size(); ++i) {
      BOOST_TEST((moments[i] - moments[i - static_cast<std::size_t>(rate)] >= 1s));
      BOOST_TEST((moments[i] >= moments[i - 1]));
    }
  }
}

BOOST_AUTO_TEST_CASE(after_a_rest_a_burst_is_free_again) {
  rate_limiter limiter(2);
  limiter.book(start);
  limiter.book(start);
  BOOST_TEST((limiter.book(start + 10s) == start + 10s));
  BOOST_TEST((limiter.book(start + 10s) == start + 10s));
  BOOST_TEST((limiter.book(start + 10s) == start + 11s));
}

BOOST_AUTO_TEST_CASE(a_pause_holds_everybody_and_a_shorter_one_does_not_end_it) {
  rate_limiter limiter(10);
  limiter.pause_until(start + 5s);
  limiter.pause_until(start + 2s);
  BOOST_TEST((limiter.book(start) == start + 5s));
  BOOST_TEST((limiter.book(start + 6s) == start + 6s));
}

BOOST_AUTO_TEST_CASE(a_rate_below_one_is_one) {
  rate_limiter limiter(0);
  limiter.book(start);
  BOOST_TEST((limiter.book(start) == start + 1s));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::base
