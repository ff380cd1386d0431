#include "settings/ladder_step.hpp"
#include "settings/ready_condition.hpp"

#include <boost/test/unit_test.hpp>

#include <csignal>

// The texts that have a form of their own: steps of the stop ladder and conditions of readiness.

using namespace gamekeeper::settings;
using namespace std::chrono_literals;

namespace {

std::string step_error(std::string_view text) {
  const auto read = parse_ladder_step(text);
  return read ? "no error" : read.error().message();
}

std::string condition_error(std::string_view text) {
  const auto read = parse_ready_condition(text);
  return read ? "no error" : read.error().message();
}

bool mentions(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(forms)

BOOST_AUTO_TEST_CASE(every_kind_of_step_is_read) {
  const auto line = parse_ladder_step("0s line=save and quit").value();
  BOOST_TEST((line == ladder_step{0ms, ladder_step::kind::line, "save and quit", 0}));
  const auto hook = parse_ladder_step("1m30s hook=/app/save now").value();
  BOOST_TEST((hook == ladder_step{90s, ladder_step::kind::hook, "/app/save now", 0}));
  const auto http = parse_ladder_step("2s http=http://127.0.0.1:8080/quit").value();
  BOOST_TEST((http == ladder_step{2s, ladder_step::kind::http, "http://127.0.0.1:8080/quit", 0}));
  BOOST_TEST((parse_ladder_step("3s event").value() == ladder_step{3s, ladder_step::kind::event, "", 0}));
  BOOST_TEST(
      (parse_ladder_step("5s signal=int").value() == ladder_step{5s, ladder_step::kind::signal, "", SIGINT}));
}

BOOST_AUTO_TEST_CASE(a_step_describes_itself_as_it_is_written) {
  BOOST_TEST(parse_ladder_step("5s signal=2").value().describe() == "signal=SIGINT");
  BOOST_TEST(parse_ladder_step("5s line=quit").value().describe() == "line=quit");
  BOOST_TEST(parse_ladder_step("5s event").value().describe() == "event");
}

BOOST_AUTO_TEST_CASE(a_wrong_step_is_refused_with_what_is_wrong) {
  BOOST_TEST(mentions(step_error("signal=INT"), "expected TIME STEP"));
  BOOST_TEST(mentions(step_error("5 signal=INT"), "unit"));
  BOOST_TEST(mentions(step_error("5s shout"), "'shout' is no step; allowed: event, line"));
  BOOST_TEST(mentions(step_error("5s signal=NOPE"), "NOPE"));
  BOOST_TEST(mentions(step_error("5s line"), "needs '='"));
  BOOST_TEST(mentions(step_error("5s event=now"), "takes nothing"));
  BOOST_TEST(mentions(step_error("5s hook=save"), "no absolute path"));
  for (const auto* elsewhere : {"5s http=https://127.0.0.1/", "5s http=http://example.com/",
                                "5s http=http://127.0.0.1.evil/", "5s http=http://localhost@evil/"})
    BOOST_TEST(mentions(step_error(elsewhere), "loopback"), elsewhere);
}

BOOST_AUTO_TEST_CASE(a_ladder_is_sorted_by_time_and_never_empty) {
  const auto two = ladder_of({"5s signal=TERM", "0s line=quit"});
  BOOST_TEST((two.front().what == ladder_step::kind::line));
  const auto none = ladder_of({});
  BOOST_TEST_REQUIRE(none.size() == 1u);
  BOOST_TEST(none.front().signal == SIGTERM);
}

BOOST_AUTO_TEST_CASE(words_are_split_at_spaces) {
  const auto words = words_of("  /app/save  now ");
  BOOST_TEST_REQUIRE(words.size() == 2u);
  BOOST_TEST(words[0] == "/app/save");
  BOOST_TEST(words[1] == "now");
}

BOOST_AUTO_TEST_CASE(every_condition_is_read) {
  BOOST_TEST((parse_ready_condition("start").value() == ready_condition{}));
  BOOST_TEST((parse_ready_condition("notify").value() == ready_condition{ready_condition::kind::notify, ""}));
  BOOST_TEST(
      (parse_ready_condition("tcp:7777").value() == ready_condition{ready_condition::kind::tcp, "7777"}));
  BOOST_TEST((parse_ready_condition("log:ready: [0-9]+").value() ==
              ready_condition{ready_condition::kind::log, "ready: [0-9]+"}));
}

BOOST_AUTO_TEST_CASE(a_wrong_condition_is_refused_with_what_is_wrong) {
  BOOST_TEST(mentions(condition_error("soon"), "'soon' is no condition; allowed: start"));
  BOOST_TEST(mentions(condition_error("start:now"), "takes nothing"));
  BOOST_TEST(mentions(condition_error("tcp"), "a port's number or name"));
  BOOST_TEST(mentions(condition_error("file:ready"), "no absolute path"));
}

BOOST_AUTO_TEST_SUITE_END()
