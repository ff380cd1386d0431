#include "occupancy/log_players.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

namespace gamekeeper::occupancy {

namespace {

using namespace std::chrono_literals;
namespace limits = base::limits;
using base::errc;

constexpr base::time_point start{1h};

line_pattern pattern(std::string_view text) {
  return line_pattern::compile(text).value();
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

BOOST_AUTO_TEST_CASE(a_pattern_matches_anywhere_unless_it_is_anchored_and_names_its_first_group) {
  BOOST_TEST(pattern("joined").find("[12:00] bob joined the game").has_value());
  BOOST_TEST(!pattern("^bob").find("[12:00] bob joined").has_value());
  BOOST_TEST(pattern("\\] ([^ ]+) joined the game$").find("[12:00] bob joined the game").value().name ==
             "bob");
  BOOST_TEST(pattern("(a)|b").find("b").value().name.empty());
  BOOST_TEST(!pattern("joined").has_group());
}

BOOST_AUTO_TEST_CASE(a_long_line_is_looked_at_to_its_end) {
  const std::string tail(8 * limits::log_line_bytes, 'x');
  BOOST_TEST((pattern("^([a-z]+) joined").find("bob joined " + tail).value().name == "bob"));
  BOOST_TEST((pattern("([a-z]+) joined$").find(tail + " bob joined").value().name == "bob"));
  // Where it is cut is neither a beginning nor an end.
  BOOST_TEST(!pattern("x$").find(tail + "y"));
  BOOST_TEST(!pattern("^x").find("y" + tail));
}

BOOST_AUTO_TEST_CASE(a_pattern_that_is_wrong_or_could_be_slow_is_refused_with_its_reason) {
  const auto why = [](std::string_view text) {
    const auto made = line_pattern::compile(text);
    BOOST_REQUIRE_MESSAGE(!made, text);
    BOOST_TEST((made.error().code() == errc::invalid_input));
    return made.error().message();
  };
  BOOST_TEST(why("(joined").find("Unmatched (") != std::string::npos);
  BOOST_TEST(why("").find("must not be empty") != std::string::npos);
  BOOST_TEST(why("x*").find("matches an empty line") != std::string::npos);
  BOOST_TEST(why("(.)\\1").find("refers back") != std::string::npos);
  BOOST_TEST(why("((a{0,9}){0,9}){0,9}b").find("written out") != std::string::npos);
  BOOST_TEST(why("a{0,99999999999}b").find("written out") != std::string::npos);
  BOOST_TEST(why(std::string(limits::log_pattern_bytes + 1, 'x')).find("more than") != std::string::npos);
  BOOST_TEST(why("og:+++++++++++++++++++++").find("written out") != std::string::npos);
  BOOST_TEST(why("(((((((((((a)+)+)+)+)+)+)+)+)+)+)+").find("written out") != std::string::npos);
  BOOST_TEST(line_pattern::compile("^[[0-9:]+] [a-z]+ [^ ]+ ([][a-z]+)+ joined$").has_value());
  BOOST_TEST(line_pattern::compile("a{64}").has_value());
  BOOST_TEST(line_pattern::compile("\\{999\\}").has_value());
  BOOST_TEST(line_pattern::compile("\\\\1").has_value());
}

// Not a measurement, only a bound far above it: exponential matching would not end within any of them.
BOOST_AUTO_TEST_CASE(no_line_takes_long) {
  const std::string line(limits::log_line_bytes - 1, 'a');
  for (const char* hard :
       {"(a+)+b", "(a|a)*b", "(.*)(.*)(.*)(.*)(.*)x", "(a|b|ab|ba|aa)*(a|aa|aaa)*c",
        "(((a{0,4}){0,4}){0,4})!$", "(a?){64}b", "^(([a-z])+.)+[A-Z]([a-z])+$", "((a{0,16}){0,16})b"}) {
    const auto made = pattern(hard);
    const auto begun = std::chrono::steady_clock::now();
    made.find(line + "!");
    const std::chrono::duration<double, std::milli> took = std::chrono::steady_clock::now() - begun;
    BOOST_TEST_MESSAGE(hard << " took " << took.count() << " ms");
    BOOST_TEST(took.count() < 5000, hard);
  }
}

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
