#include "occupancy/log_players.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace gamekeeper::occupancy {

namespace {

using namespace std::chrono_literals;

constexpr base::time_point start{1h};

regex pattern(std::string_view text) {
  return regex::compile(text).value();
}

/// What the counter says after the lines; unknown when it never said anything.
reading after(log_players& log, std::initializer_list<std::string_view> lines) {
  reading last;
  for (const auto line : lines)
    if (const auto next = log.line(line, start)) last = *next;
  return last;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(log_lines)

BOOST_AUTO_TEST_CASE(lines_count_one_each_when_nobody_is_named) {
  log_players log(pattern("joined"), pattern("left"));
  BOOST_TEST((after(log, {"a joined", "a joined"}).players == 2));
  BOOST_TEST((after(log, {"a left"}).players == 1));
  BOOST_TEST((after(log, {"b left"}).what == presence::none));
  BOOST_TEST(!log.line("c left", start));
  BOOST_TEST((after(log, {"d joined"}).players == 1));
}

BOOST_AUTO_TEST_CASE(named_players_count_once_and_strangers_do_not_go) {
  log_players log(pattern("^join: (.*)$"), pattern("^quit: (.*)$"));
  BOOST_TEST((after(log, {"join: a", "join: a", "join: b"}).players == 2));
  BOOST_TEST(!log.line("quit: c", start));
  BOOST_TEST((after(log, {"quit: a", "quit: b"}).what == presence::none));
}

BOOST_AUTO_TEST_CASE(before_the_first_join_it_says_nothing) {
  log_players log(pattern("^join"), pattern("^quit"));
  BOOST_TEST((after(log, {"started", "quit", "chat: join"}).what == presence::unknown));
  BOOST_TEST(!log.restarted(start));
  BOOST_TEST((after(log, {"join"}).players == 1));
}

BOOST_AUTO_TEST_CASE(a_reading_comes_only_when_the_count_changes) {
  log_players log(pattern("^join: (.*)$"), pattern("^quit: (.*)$"));
  BOOST_TEST(log.line("join: a", start).has_value());
  BOOST_TEST(!log.line("join: a", start));
  BOOST_TEST(!log.line("something", start));
}

BOOST_AUTO_TEST_CASE(a_game_that_is_started_anew_has_nobody) {
  log_players log(pattern("^join: (.*)$"), pattern("^quit: (.*)$"));
  after(log, {"join: a", "join: b"});
  BOOST_TEST((log.restarted(start).value().what == presence::none));
  BOOST_TEST((after(log, {"join: a"}).players == 1));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::occupancy
