#include "gamekeeper/run/occupancy_monitor.hpp"

#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

/// A monitor of the detectors "a" and "log", and what it has posted.
struct monitor_fixture {
  void record(std::string_view detector, int players, base::duration valid_for) {
    monitor.record(detector, occupancy::counted(players, time.now(), valid_for));
  }

  tests::captured_log log;
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  telemetry::event_history events{time};
  telemetry::agent_metrics counters;
  std::vector<lifecycle::occupancy_changed> posted;
  run::occupancy_monitor monitor{time,
                                 log.log,
                                 run::telemetry_sinks{events, counters},
                                 {"a", "log"},
                                 5min,
                                 [this](const lifecycle::event& event) {
                                   posted.push_back(std::get<lifecycle::occupancy_changed>(event));
                                 }};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(occupancy_monitor)

BOOST_AUTO_TEST_CASE(a_change_is_logged_recorded_and_posted_once_and_not_before_the_update) {
  monitor_fixture fixture;
  fixture.record("a", 3, 1min);
  BOOST_TEST(fixture.posted.empty());
  for (int call = 0; call < 2; ++call) fixture.monitor.update();
  BOOST_TEST_REQUIRE(fixture.posted.size() == 1u);
  BOOST_TEST((fixture.posted.front().what == lifecycle::presence::players));
  BOOST_TEST(fixture.posted.front().players == 3);
  BOOST_TEST(fixture.log.count("occupancy changed") == 1u);
  BOOST_TEST(fixture.events.last() == 1u);
}

BOOST_AUTO_TEST_CASE(a_reading_that_expires_is_a_change_that_is_known_ahead) {
  monitor_fixture fixture;
  fixture.record("a", 0, 1min);
  fixture.monitor.update();
  BOOST_TEST_REQUIRE(fixture.monitor.next_change().has_value());
  fixture.time.advance(*fixture.monitor.next_change() - fixture.time.now());
  fixture.monitor.update();
  BOOST_TEST((fixture.posted.back().what == lifecycle::presence::unknown));
}

BOOST_AUTO_TEST_CASE(a_failure_leaves_the_last_reading_as_it_is) {
  monitor_fixture fixture;
  fixture.record("a", 2, 1min);
  fixture.monitor.record_failure("a", "connection refused");
  fixture.monitor.update();
  BOOST_TEST(fixture.monitor.current().players == 2);
  BOOST_TEST(fixture.monitor.recorded_detectors().front().last_error == "connection refused");
}

BOOST_AUTO_TEST_CASE(every_configured_detector_is_shown_before_it_has_said_anything) {
  monitor_fixture fixture;
  BOOST_TEST(fixture.monitor.uses("log"));
  BOOST_TEST(!fixture.monitor.uses("sockets_usage"));
  BOOST_TEST(fixture.monitor.recorded_detectors().empty());
  const auto all = fixture.monitor.all_detectors();
  BOOST_TEST_REQUIRE(all.size() == 2u);
  for (const auto& detector : all)
    BOOST_TEST((detector.what == occupancy::presence::unknown && !detector.age));
}

BOOST_AUTO_TEST_CASE(a_log_detector_is_missed_before_its_first_line_and_another_after_its_first_word) {
  monitor_fixture fixture;
  fixture.monitor.check_unknown_detectors();
  fixture.time.advance(5min);
  fixture.monitor.check_unknown_detectors();
  BOOST_TEST(fixture.log.count("a detector does not know") == 1u);
  BOOST_TEST(fixture.log.has("no line of the game has matched occupancy.log_join"));
  fixture.monitor.record_failure("a", "connection refused");
  fixture.monitor.check_unknown_detectors();
  fixture.time.advance(5min);
  fixture.monitor.check_unknown_detectors();
  BOOST_TEST(fixture.log.count("a detector does not know") == 2u);
  BOOST_TEST(fixture.log.has("connection refused"));
}

BOOST_AUTO_TEST_CASE(a_detector_that_knows_again_is_said_to) {
  monitor_fixture fixture;
  fixture.monitor.check_unknown_detectors();
  BOOST_TEST_REQUIRE(fixture.monitor.next_change().has_value());
  fixture.time.advance(5min);
  fixture.monitor.check_unknown_detectors();
  fixture.record("log", 1, 1min);
  fixture.monitor.check_unknown_detectors();
  BOOST_TEST(fixture.log.count("a detector knows again") == 1u);
  BOOST_TEST(fixture.events.last() == 2u);
}

BOOST_AUTO_TEST_SUITE_END()
