#include "gamekeeper/doctor/build_recipe.hpp"

#include <boost/test/unit_test.hpp>

using gamekeeper::doctor::stop_signal_of;

namespace {

std::string stops_with(std::string_view recipe) {
  return stop_signal_of(recipe).value_or("(the base image's)");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(build_recipes)

BOOST_AUTO_TEST_CASE(the_last_one_of_the_last_stage_counts) {
  BOOST_TEST(stops_with("FROM debian:12\nSTOPSIGNAL SIGINT\n") == "SIGINT");
  BOOST_TEST(stops_with("FROM debian:12\r\n  stopsignal\t9\r\nCMD x\r\n") == "9");
  BOOST_TEST(stops_with("FROM a\nSTOPSIGNAL SIGINT\nSTOPSIGNAL SIGUSR1") == "SIGUSR1");
  BOOST_TEST(stops_with("FROM a\nSTOPSIGNAL $SIGNAL") == "$SIGNAL");
}

BOOST_AUTO_TEST_CASE(a_stage_has_that_of_the_stage_that_it_begins_with_and_no_others) {
  const std::string first = "FROM --platform=linux/amd64 a AS Base\nSTOPSIGNAL SIGINT\n";
  BOOST_TEST(stops_with(first + "FROM b AS other\nSTOPSIGNAL SIGHUP\nFROM base\nCOPY --from=other x x") ==
             "SIGINT");
  BOOST_TEST(stops_with(first + "FROM base as next\nRUN x\nFROM next") == "SIGINT");
  BOOST_TEST(stops_with(first + "FROM base\nSTOPSIGNAL SIGQUIT") == "SIGQUIT");
  BOOST_TEST(stops_with(first + "FROM b") == "(the base image's)");
}

BOOST_AUTO_TEST_CASE(what_only_looks_like_one_is_none) {
  for (const auto* none :
       {"", "FROM a", "FROM a\n# STOPSIGNAL SIGINT", "FROM a\nRUN x \\\n  STOPSIGNAL SIGINT",
        "FROM a\nRUN x \\\n# a comment between\n STOPSIGNAL SIGINT", "FROM a\nSTOPSIGNAL",
        "FROM a\nRUN echo STOPSIGNAL SIGINT", "FROM", "FROM a AS"})
    BOOST_TEST(stops_with(none) == "(the base image's)", none);
}

BOOST_AUTO_TEST_SUITE_END()
