#include "control/why.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::control;
using namespace std::chrono_literals;

namespace {

const base::wall_time noon{std::chrono::sys_days(std::chrono::year(2026) / 4 / 22) + 12h};

explanation up(std::vector<std::string> because) {
  explanation seen;
  seen.now.phase = "running";
  seen.because = std::move(because);
  return seen;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(why)

BOOST_AUTO_TEST_CASE(one_sentence_says_why_and_when) {
  auto seen = up({"3 players are on", "a match is running"});
  seen.if_everyone_left = explanation::prediction{"empty", "nobody", 60s};
  BOOST_TEST(
      sentence(seen, noon) ==
      "Up because 3 players are on and a match is running; would stop at 12:01:00 UTC (in 1m) with verdict "
      "empty if everyone left now.");
}

BOOST_AUTO_TEST_CASE(an_end_that_comes_by_itself_is_said_first) {
  auto seen = up({"nobody is here, but not for long enough yet"});
  seen.as_it_is = explanation::prediction{"empty", "nobody", 29'500ms};
  BOOST_TEST(
      sentence(seen, noon) ==
      "Up because nobody is here, but not for long enough yet; would stop at 12:00:29 UTC (in 30s) with "
      "verdict empty if nobody comes.");
}

BOOST_AUTO_TEST_CASE(an_earlier_end_without_players_is_said_too) {
  auto seen = up({"3 players are on"});
  seen.as_it_is = explanation::prediction{"uptime_limit", "", 30h};
  seen.if_everyone_left = explanation::prediction{"empty", "", 60s};
  BOOST_TEST(
      sentence(seen, noon) ==
      "Up because 3 players are on; would stop at 2026-04-23 18:00:00 UTC (in 30h) with verdict uptime_limit "
      "if it stays like that, or at 12:01:00 UTC (in 1m) with verdict empty if everyone left now.");
}

BOOST_AUTO_TEST_CASE(nothing_that_would_stop_it_is_said_as_well) {
  BOOST_TEST(
      sentence(up({"occupancy.empty_after is off"}), noon) ==
      "Up because occupancy.empty_after is off; nothing that is configured would stop it: only the game's "
      "own end, a command or the platform.");
}

BOOST_AUTO_TEST_CASE(what_is_ending_says_its_verdict) {
  auto seen = up({});
  seen.now.phase = "draining";
  seen.now.end = snapshot::ending{"empty", "nobody for 1m"};
  BOOST_TEST(sentence(seen, noon) == "Ending (draining): empty, nobody for 1m.");
}

BOOST_AUTO_TEST_CASE(the_answer_has_the_sentence_the_predictions_and_what_they_stand_on) {
  auto seen = up({"a, b"});
  seen.now.holds.push_back({"h", "r", 5s});
  seen.if_the_match_ended = explanation::prediction{"match_ended", "over", 0s};
  const auto json = to_json(seen, noon);
  BOOST_TEST(json.at("because").at(0).as_string() == "a, b");
  BOOST_TEST(json.at("would_stop").at("as_it_is").is_null());
  BOOST_TEST(json.at("would_stop").at("if_the_match_ended").at("at").as_string() ==
             "2026-04-22T12:00:00.000Z");
  BOOST_TEST(json.at("holds").at(0).at("id").as_string() == "h");
}

BOOST_AUTO_TEST_SUITE_END()
