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

BOOST_AUTO_TEST_CASE(the_only_word_that_begins_so_is_the_nearest) {
  constexpr std::array<std::string_view, 5> words{"--drain-grace", "--drain-ladder", "--dry-run", "--dru",
                                                  "ready"};
  BOOST_TEST(gamekeeper::base::nearest("--dry", words) == "--dry-run");
  BOOST_TEST(gamekeeper::base::nearest("--drain", words) == "");
  BOOST_TEST(gamekeeper::base::completions("--drain", words).size() == 2u);
  BOOST_TEST(gamekeeper::base::completions("--dr", words).empty());
  BOOST_TEST(gamekeeper::base::nearest("rea", words) == "ready");
  BOOST_TEST(gamekeeper::base::nearest("re", words) == "");
}
