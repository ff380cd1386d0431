#include "control/snapshot.hpp"

#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper::control;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_CASE(what_is_not_known_is_null_and_never_zero) {
  const auto json = to_json(snapshot());
  BOOST_TEST(json.at("end").is_null());
  BOOST_TEST(json.at("game").at("pid").is_null());
  BOOST_TEST(json.at("game").at("exit_code").is_null());
  BOOST_TEST(json.at("occupancy").at("stop_in_ms").is_null());
  BOOST_TEST(json.at("platform").at("status").is_null());
}

BOOST_AUTO_TEST_CASE(the_whole_snapshot_is_in_the_status) {
  snapshot seen;
  seen.phase = "draining";
  seen.phase_for = 1'500ms;
  seen.end = snapshot::ending{"empty", "nobody was here"};
  seen.game.pid = 17;
  seen.game.command = {"./server", "-port", "7777"};
  seen.match.state = "running";
  seen.match.id = "m1";
  seen.presence = "players";
  seen.players = 3;
  seen.detectors.push_back({"sockets_usage", "players", 3, 250ms, "last error"});
  seen.drain_ends_in = 28s;
  seen.self_stop.attempts = 2;
  seen.match.metadata = R"({"map":"x"})";
  seen.timers.push_back({"empty", "running", 12s, "empty", "the last player leaves", "a player is seen"});
  seen.holds.push_back({"backup", "nightly", 5s});
  seen.platform = {true, "f68e011bfb01", "context", "ready", 4s, ""};
  const auto json = to_json(seen);
  BOOST_TEST(json.at("phase_for_ms").as_int64() == 1'500);
  BOOST_TEST(json.at("end").at("verdict").as_string() == "empty");
  BOOST_TEST(json.at("game").at("pid").as_int64() == 17);
  BOOST_TEST(json.at("game").at("command").as_array().size() == 3u);
  BOOST_TEST(json.at("match").at("id").as_string() == "m1");
  BOOST_TEST(json.at("match").at("metadata").at("map").as_string() == "x");
  BOOST_TEST(json.at("timers").at(0).at("fires_in_ms").as_int64() == 12'000);
  BOOST_TEST(json.at("holds").at(0).at("expires_in_ms").as_int64() == 5'000);
  BOOST_TEST(json.at("occupancy").at("players").as_int64() == 3);
  BOOST_TEST(json.at("occupancy").at("detectors").at(0).at("age_ms").as_int64() == 250);
  BOOST_TEST(json.at("drain").at("kill_in_ms").as_int64() == 28'000);
  BOOST_TEST(json.at("self_stop").at("attempts").as_int64() == 2);
  BOOST_TEST(json.at("platform").at("age_ms").as_int64() == 4'000);
}
