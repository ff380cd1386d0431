#include "base/text.hpp"

#include <boost/test/unit_test.hpp>

using gamekeeper::base::trimmed;

BOOST_AUTO_TEST_SUITE(text_suite)

BOOST_AUTO_TEST_CASE(what_stands_around_a_text_is_gone_and_what_is_within_stays) {
  BOOST_TEST(trimmed(" \t a b\tc \r\n") == "a b\tc");
  BOOST_TEST(trimmed("a") == "a");
  BOOST_TEST(trimmed(" \r\n\t ") == "");
  BOOST_TEST(trimmed("") == "");
}

BOOST_AUTO_TEST_SUITE_END()
