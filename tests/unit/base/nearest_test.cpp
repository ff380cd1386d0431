#include "base/nearest.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

BOOST_AUTO_TEST_CASE(the_nearest_word_is_found_and_a_strange_one_is_not) {
  constexpr std::array<std::string_view, 3> words{"drain.grace", "log.level", "control.socket"};
  BOOST_TEST(gamekeeper::base::nearest("drain.grave", words) == "drain.grace");
  BOOST_TEST(gamekeeper::base::nearest("loglevel", words) == "log.level");
  BOOST_TEST(gamekeeper::base::nearest("contrl.sockt", words) == "control.socket");
  BOOST_TEST(gamekeeper::base::nearest("banana", words) == "");
  BOOST_TEST(gamekeeper::base::nearest("", words) == "");
}
