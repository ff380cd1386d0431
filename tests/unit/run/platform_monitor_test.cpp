#include "unit/run/supervisor_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::supervisor_fixture;

BOOST_AUTO_TEST_SUITE(shell_pace)

BOOST_AUTO_TEST_CASE(while_the_game_reports_players_the_platform_is_asked_rarely_and_its_count_stays) {
  supervisor_fixture one;
  one.paced_by(450s);
  auto& agent = *one.agent;
  one.platform_says(4);
  BOOST_TEST(one.urgencies == "");
  agent.control().report_players(2, std::nullopt).value();
  BOOST_TEST(one.urgencies == "r");
  one.time.advance(10min);
  BOOST_TEST(agent.control().look().players == 4);
  BOOST_TEST(!one.log.has("a detector does not know"));
  agent.control().report_players(0, std::nullopt).value();
  BOOST_TEST(one.urgencies == "rah");
  // Four were there ten minutes ago: that is neither players nor none now, and the game says none.
  BOOST_TEST(agent.control().look().presence == "none");
  one.platform_fails(429);
  BOOST_TEST(agent.control().look().presence == "none");
  one.platform_says(1);
  BOOST_TEST(one.urgencies == "rahc");
  one.time.advance(30s);
  BOOST_TEST(one.host.signals.empty());
  agent.control().stop("enough").value();
  BOOST_TEST(one.urgencies == "rahcr");
}

BOOST_AUTO_TEST_CASE(a_count_lasts_for_as_long_as_the_pace_makes_it_and_no_longer) {
  supervisor_fixture one;
  one.paced_by(120s);
  one.platform_says(4);
  one.time.advance(359s);
  BOOST_TEST(one.agent->control().look().presence == "players");
  // The fleet has become larger: a 429 says that the next one comes later still.
  one.interval_ = 10min;
  one.platform_fails(429);
  one.time.advance(1439s);
  BOOST_TEST(one.agent->control().look().presence == "players");
  one.time.advance(2s);
  BOOST_TEST(one.agent->control().look().presence == "unknown");
  // An outage makes nothing last longer.
  one.interval_ = 10s;
  one.platform_says(4);
  one.interval_ = 10min;
  one.platform_fails(503);
  one.time.advance(46s);
  BOOST_TEST(one.agent->control().look().presence == "unknown");
}

BOOST_AUTO_TEST_CASE(an_idle_server_is_ended_on_a_reading_that_is_taken_then) {
  supervisor_fixture one;
  one.paced_by(10min);
  one.platform_says(4);
  one.time.advance(10min);
  one.platform_says(0);
  BOOST_TEST(one.urgencies == "h");
  one.time.advance(60s);
  BOOST_TEST(one.urgencies == "hlh");
  BOOST_TEST(one.host.signals.empty());
  // Whoever came in between is seen.
  one.platform_says(1);
  BOOST_TEST(one.urgencies == "hlhc");
  one.time.advance(10min);
  BOOST_TEST(one.host.signals.empty());
  one.platform_says(0);
  one.time.advance(60s);
  BOOST_TEST(one.host.signals.empty());
  one.platform_says(0);
  BOOST_TEST(one.times_asked() == 1u);
  BOOST_TEST(one.remembered()->verdict == "empty");
}

BOOST_AUTO_TEST_CASE(
    a_platform_that_refuses_the_look_for_now_is_waited_for_and_one_that_is_away_ends_nothing) {
  supervisor_fixture one;
  one.paced_by(2min);
  one.platform_says(4);
  one.time.advance(10s);
  one.platform_says(0);
  one.time.advance(60s);
  for (int i = 0; i < 10; ++i) {
    one.platform_fails(i % 2 ? 503 : 429);
    one.time.advance(20s);
  }
  BOOST_TEST(one.host.signals.empty());
  one.time.advance(10min);  // what it said has expired: nobody knows
  BOOST_TEST(one.agent->control().look().presence == "unknown");
  BOOST_TEST(one.host.signals.empty());
  one.platform_says(0);
  one.time.advance(60s);
  one.platform_says(0);
  BOOST_TEST(one.times_asked() == 1u);
}

BOOST_AUTO_TEST_CASE(the_games_own_word_is_enough_while_the_platform_is_away) {
  supervisor_fixture one;
  one.paced_by(2min);
  one.agent->control().report_players(2, std::nullopt).value();
  one.platform_says(2);
  one.platform_fails(503);
  one.agent->control().report_players(0, std::nullopt).value();
  BOOST_TEST(one.agent->control().look().presence == "players");  // the platform's count, for a while
  one.time.advance(6min + 61s);
  BOOST_TEST(one.times_asked() == 1u);
}

BOOST_AUTO_TEST_CASE(with_nobody_to_ask_no_end_waits_for_a_look) {
  supervisor_fixture one;
  one.config.policy.recheck.is_enabled = true;
  auto& agent = one.start();
  agent.control().report_players(2, std::nullopt).value();
  agent.control().report_players(0, std::nullopt).value();
  one.time.advance(60s);
  BOOST_TEST(one.times_asked() == 1u);
}

BOOST_AUTO_TEST_CASE(a_platform_that_is_asked_later_is_missed_later) {
  supervisor_fixture one;
  one.config.platform.silence_grace = 10min;
  one.start();
  one.time.advance(14min);
  BOOST_TEST(!one.log.has("a detector does not know"));
  one.time.advance(1min);
  BOOST_TEST(one.log.has("a detector does not know"));
}

BOOST_AUTO_TEST_SUITE_END()
