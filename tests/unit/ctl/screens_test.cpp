#include "gamekeeper/ctl/screens.hpp"

#include "control/why.hpp"
#include "gamekeeper/ctl/page.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

#include <sstream>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

control::explanation example() {
  control::explanation seen;
  auto& now = seen.now;
  now.phase = "running";
  now.phase_for = 61'400ms;
  now.game.pid = 17;
  now.game.command = {"./server", "-port", "7777"};
  now.match.state = "running";
  now.match.id = "m1";
  now.presence = "players";
  now.players = 3;
  now.detectors.push_back({"sockets_usage", "players", 3, 2'000ms, ""});
  now.detectors.push_back(
      {"a2s gameport", "unknown", 0, std::nullopt, "no answer within 1s from 127.0.0.1:7777"});
  now.holds.push_back({"backup", "nightly", 90s});
  now.timers.push_back(
      {"empty", "idle", std::nullopt, "empty", "the last player leaves", "a player is seen"});
  now.timers.push_back({"uptime", "running", 3'600s, "uptime_limit", "the agent starts", "nothing"});
  now.timers.push_back({"match", "off", std::nullopt, "match_too_long", "a match starts", "the match ends"});
  now.platform = {true, "f68e011bfb01", "context", "ready", 4s, ""};
  now.version = "1.2.3";
  seen.because = {"3 players are on", "a match is running", "the hold 'backup' lasts (nightly)"};
  seen.if_everyone_left = control::explanation::prediction{"empty", "", 90s};
  return seen;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream in(text);
  std::vector<std::string> out;
  for (std::string line; std::getline(in, line);) out.push_back(line);
  return out;
}

bool has(const std::string& text, std::string_view line) {
  return ("\n" + text).find("\n" + std::string(line) + "\n") != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(screens)

BOOST_AUTO_TEST_CASE(the_status_shows_what_runs) {
  const auto text = ctl::status_screen(to_json(example().now), {});
  BOOST_TEST(has(text, "phase      running for 1m1s"), text);
  BOOST_TEST(has(text, "game       pid 17  ./server -port 7777"), text);
  BOOST_TEST(has(text, "players    3 players"), text);
  BOOST_TEST(has(text, "           sockets_usage: 3 players, 2s ago"), text);
  BOOST_TEST(has(text, "holds      backup for 1m30s (nightly)"), text);
  BOOST_TEST(has(text, "timers     uptime: uptime_limit in 1h"), text);
  BOOST_TEST(has(text, "platform   f68e011bfb01, ready, seen 4s ago (context)"), text);
  BOOST_TEST(text.find("idle") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(why_shows_every_timer_and_the_sentence) {
  const auto text = ctl::why_screen(to_json(example(), base::wall_time()), {});
  BOOST_TEST(text.starts_with("Up because 3 players are on, a match is running and the hold"), text);
  BOOST_TEST(has(text, "timers     empty: idle; starts: the last player leaves; then empty"), text);
  BOOST_TEST(has(text, "           uptime: uptime_limit in 1h; stops: nothing"), text);
  BOOST_TEST(has(text, "           match: off"), text);
  BOOST_TEST(has(text, "would end  empty in 1m30s, at 00:01:30 UTC if everyone left now"), text);
}

BOOST_AUTO_TEST_CASE(no_line_is_wider_than_the_terminal_and_nothing_is_lost) {
  ctl::look wide;
  for (const std::size_t width : {80, 50, 30}) {
    ctl::look how;
    how.width = width;
    for (const auto& text : {ctl::status_screen(to_json(example().now), how),
                             ctl::why_screen(to_json(example(), base::wall_time()), how)}) {
      for (const auto& line : lines_of(text)) BOOST_TEST(line.size() <= width, line);
      BOOST_TEST(text.find("127.0.0.1:7777") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_word_that_is_too_long_is_broken_between_characters) {
  ctl::look how;
  how.width = 27;
  ctl::page out(how);
  out.line("x", "äääääääääääääääääää b");
  BOOST_TEST(out.take() == "x          ääääääääääääääää\n           äää b\n");
}

BOOST_AUTO_TEST_CASE(times_pass_without_a_question) {
  const auto before = to_json(example().now);
  const auto after = ctl::later(before, 100s);
  BOOST_TEST(after.at("phase_for_ms").as_int64() == 161'400);
  BOOST_TEST(after.at("holds").at(0).at("expires_in_ms").as_int64() == 0);
  BOOST_TEST(after.at("timers").at(1).at("fires_in_ms").as_int64() == 3'500'000);
  BOOST_TEST(after.at("occupancy").at("detectors").at(0).at("age_ms").as_int64() == 102'000);
  BOOST_TEST(after.at("timers").at(0).at("fires_in_ms").is_null());
  BOOST_TEST(after.at("game") == before.at("game"));
}

BOOST_AUTO_TEST_SUITE_END()
