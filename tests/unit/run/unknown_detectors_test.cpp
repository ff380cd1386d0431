#include "unit/run/supervisor_fixture.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::supervisor_fixture;

BOOST_AUTO_TEST_SUITE(shell_detectors)

BOOST_AUTO_TEST_CASE(a_log_detector_that_never_matched_is_missed_and_the_default_one_is_not) {
  supervisor_fixture one;
  one.config.detectors = {"sockets_usage", "reported", "log"};
  one.start();
  for (int poll = 0; poll < 31; ++poll) {
    one.platform_says(1);
    one.time.advance(10s);
  }
  BOOST_TEST(one.log.has("\"detector\":\"log\""));
  BOOST_TEST(one.log.has("no line of the game has matched occupancy.log_join"));
  BOOST_TEST(!one.log.has("\"detector\":\"reported\""));
}

BOOST_AUTO_TEST_CASE(a_detector_that_knows_again_has_no_error_left) {
  supervisor_fixture one;
  one.config.detectors = {"log"};
  std::vector<std::string> told;
  one.events.observe([&told](const telemetry::recorded_event& each) {
    if (each.type == "detector") told.push_back(*each.json);
  });
  auto& agent = one.start();
  one.time.advance(6min);
  agent.on_reading("log", occupancy::counted(1, one.time.now()));
  BOOST_REQUIRE(told.size() == 2U);
  BOOST_TEST(told[0].find("no line of the game has matched") != std::string::npos, told[0]);
  BOOST_TEST(told[1].find(R"("state":"recovered")") != std::string::npos, told[1]);
  BOOST_TEST(told[1].find(R"("last_error":null)") != std::string::npos, told[1]);
}

BOOST_AUTO_TEST_SUITE_END()
