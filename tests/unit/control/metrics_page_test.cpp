#include "control/metrics_page.hpp"

#include "support/fake_clock.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

struct fixture {
  std::string page() { return control::metrics_page(seen, counted, events, own); }
  bool has(std::string_view line) {
    return ("\n" + page()).find("\n" + std::string(line) + "\n") != std::string::npos;
  }
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  telemetry::event_history events{time};
  telemetry::agent_metrics counted;
  telemetry::own_usage own;
  control::snapshot seen;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(metrics_page_, fixture)

BOOST_AUTO_TEST_CASE(the_phase_is_one_of_all_there_are) {
  seen.phase = "draining";
  seen.version = "1.2.3";
  BOOST_TEST(has("gamekeeper_phase{phase=\"draining\"} 1"));
  BOOST_TEST(has("gamekeeper_phase{phase=\"running\"} 0"));
  BOOST_TEST(has("gamekeeper_build_info{version=\"1.2.3\"} 1"));
}

BOOST_AUTO_TEST_CASE(a_detector_that_does_not_know_has_no_number) {
  seen.presence = "unknown";
  seen.detectors.push_back({"reported", "players", 3, 1'500ms, ""});
  seen.detectors.push_back({"a2s", "unknown", 0, std::nullopt, "timed out"});
  BOOST_TEST(has("gamekeeper_detector_players{detector=\"reported\"} 3"));
  BOOST_TEST(has("gamekeeper_detector_age_seconds{detector=\"reported\"} 1.5"));
  BOOST_TEST(has("gamekeeper_detector_known{detector=\"a2s\"} 0"));
  BOOST_TEST(page().find("gamekeeper_detector_players{detector=\"a2s\"}") == std::string::npos);
  BOOST_TEST(page().find("\ngamekeeper_players ") == std::string::npos);
  seen.presence = "none";
  BOOST_TEST(has("gamekeeper_players 0"));
}

BOOST_AUTO_TEST_CASE(the_game_s_usage_is_asked_for_when_the_page_is) {
  BOOST_TEST(page().find("gamekeeper_game_cpu") == std::string::npos);
  counted.measure_game = [] {
    telemetry::game_usage used;
    used.cpu_seconds = 12.5;
    used.memory.some_ratio = 0.25;
    return used;
  };
  BOOST_TEST(has("gamekeeper_game_cpu_seconds_total 12.5"));
  BOOST_TEST(has("gamekeeper_game_pressure_ratio{resource=\"memory\",kind=\"some\"} 0.25"));
  BOOST_TEST(page().find("gamekeeper_game_memory_bytes") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
