#include "base/variable_text.hpp"

#include <boost/test/unit_test.hpp>

using gamekeeper::base::variable_text;

BOOST_AUTO_TEST_SUITE(variable_text_suite)

BOOST_AUTO_TEST_CASE(what_a_file_of_variables_leaves_around_a_value_is_no_part_of_it) {
  for (const char* text : {"on", "on\r", " on ", "\ton\r\n", "\"on\"", "'on'", "\"on\"\r", " 'on' \r"})
    BOOST_TEST(variable_text(text) == "on");
  for (const char* text : {"", " ", "\r", "\"\"", "''\r"}) BOOST_TEST(variable_text(text) == "");
}

BOOST_AUTO_TEST_CASE(what_stands_between_quotes_is_kept_as_it_is) {
  BOOST_TEST(variable_text("\" joined \"") == " joined ");
  BOOST_TEST(variable_text("'[\"a\", \"b\"]'") == "[\"a\", \"b\"]");
}

BOOST_AUTO_TEST_CASE(quotes_of_the_value_itself_stay) {
  for (const char* text :
       {"\"", "'", "\"a\" and \"b\"", "'it's'", "\"a'", "a\"", "\"a", "[\"a\"]", "say \"a\""})
    BOOST_TEST(variable_text(text) == text);
}

BOOST_AUTO_TEST_SUITE_END()
