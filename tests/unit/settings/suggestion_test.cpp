#include "settings/suggestion.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper::settings;

BOOST_AUTO_TEST_SUITE(suggestion_suite)

BOOST_AUTO_TEST_CASE(a_key_is_found_by_a_slip_a_beginning_or_its_last_part) {
  for (const char* key : {"drain.grcae", "drain.gra", "grace"})
    BOOST_TEST(suggestion_for_key(key) == ", did you mean 'drain.grace'?");
  BOOST_TEST(suggestion_for_key("dran") == ", did you mean 'drain'?");
  BOOST_TEST(suggestion_for_key("weather.today") == "");
}

BOOST_AUTO_TEST_CASE(a_variable_is_found_by_a_slip_a_beginning_or_without_its_group) {
  for (const char* name : {"GAMEKEEPER_POLICY_DRY_RNU", "GAMEKEEPER_POLICY_DRY", "GAMEKEEPER_DRY_RUN"})
    BOOST_TEST(suggestion_for_variable(name) == ", did you mean 'GAMEKEEPER_POLICY_DRY_RUN'?");
  BOOST_TEST(suggestion_for_variable("GAMEKEEPER_CONFG") == ", did you mean 'GAMEKEEPER_CONFIG'?");
  BOOST_TEST(suggestion_for_variable("GAMEKEEPER_") == "");
  BOOST_TEST(suggestion_for_variable("GAMEKEEPER_BANANA") == "");
}

BOOST_AUTO_TEST_SUITE_END()
