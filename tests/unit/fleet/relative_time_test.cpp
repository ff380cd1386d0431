#include "fleet/relative_time.hpp"

#include <boost/test/unit_test.hpp>

namespace gamekeeper::fleet {

BOOST_AUTO_TEST_SUITE(relative_times)

BOOST_AUTO_TEST_CASE(the_two_largest_units_say_enough) {
  using namespace std::chrono_literals;
  const base::wall_time now{std::chrono::hours(500'000)};
  BOOST_TEST(rough(45s) == "45s");
  BOOST_TEST(rough(3min + 20s) == "3m");
  BOOST_TEST(rough(2h + 5min) == "2h 5m");
  BOOST_TEST(rough(2h) == "2h");
  BOOST_TEST(rough(99h) == "4d 3h");
  BOOST_TEST(relative(now - 90s, now) == "1m ago");
  BOOST_TEST(relative(now + 2h, now) == "in 2h");
  BOOST_TEST(relative(now, now) == "now");
  BOOST_TEST(relative(std::nullopt, now) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
