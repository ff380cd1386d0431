#include "base/limits.hpp"
#include "emulated_platform.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using emulator::deployment_status;
using tests::emulated_platform;

BOOST_FIXTURE_TEST_SUITE(emulator_platform, emulated_platform)

BOOST_AUTO_TEST_CASE(a_deployment_passes_through_every_status_in_order_each_for_its_time) {
  auto& d = deploy();
  for (const auto expected : emulator::provisioning_order) {
    BOOST_CHECK(d.status == expected);
    BOOST_TEST(host.spawns.empty());
    time.advance(999ms);
    BOOST_CHECK(d.status == expected);
    time.advance(1ms);
  }
  BOOST_CHECK(d.status == deployment_status::ready);
  BOOST_TEST(host.spawns.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_process_gets_the_command_and_the_injected_environment) {
  auto& d = deploy_ready();
  const auto& spec = host.spawns.at(0).spec;
  BOOST_TEST(spec.command == (std::vector<std::string>{"game", "--fast"}), boost::test_tools::per_element());
  const auto wanted = "ARBITRIUM_REQUEST_ID=" + d.request_id;
  BOOST_TEST((std::find(spec.environment.begin(), spec.environment.end(), wanted) != spec.environment.end()));
  BOOST_TEST(spec.output_fd >= 0);
  BOOST_TEST(d.container.pid == host.spawns.at(0).pid);
}

BOOST_AUTO_TEST_CASE(a_program_that_cannot_be_started_is_an_error_that_says_why) {
  auto& d = deploy();
  host.spawn_fails = process::spawn_failure{127, "game: not found in PATH"};
  time.advance(5s);
  BOOST_CHECK(d.status == deployment_status::error);
  BOOST_TEST(d.error_detail.value_or("") == "game: not found in PATH");
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(the_maximum_duration_ends_a_deployment_like_a_stop) {
  auto& d = deploy_ready();
  time.advance(60min - 1ms);
  BOOST_CHECK(d.status == deployment_status::ready);
  time.advance(1ms);
  BOOST_CHECK(d.status == deployment_status::terminating);
  BOOST_TEST(host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_ended_deployment_leaves_no_alarm_behind) {
  auto& d = deploy_ready();
  platform.stop(d);
  host.end(d.container.pid, {});
  BOOST_CHECK(d.status == deployment_status::terminated);
  time.advance(0ms);  // the look at the processes that the stop took is let go
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(a_forced_status_ends_the_walk_and_starts_nothing) {
  auto& d = deploy();
  platform.force_status(d, deployment_status::ready);
  time.advance(1h);
  BOOST_CHECK(d.status == deployment_status::ready);
  BOOST_TEST(host.spawns.empty());
  BOOST_CHECK(platform.stop(d) == emulator::stop_outcome::stopping);
  BOOST_CHECK(d.status == deployment_status::terminated);
}

BOOST_AUTO_TEST_CASE(a_forced_status_does_not_touch_the_process) {
  auto& d = deploy_ready();
  platform.force_status(d, deployment_status::terminated);
  BOOST_TEST(host.signals.empty());
  BOOST_TEST(host.alive(d.container.pid));
  BOOST_CHECK(platform.stop(d) == emulator::stop_outcome::gone);
}

BOOST_AUTO_TEST_CASE(a_stop_that_waits_is_carried_out_when_ready_is_forced) {
  auto& d = deploy_ready();
  platform.force_status(d, deployment_status::deploying);
  BOOST_CHECK(platform.stop(d) == emulator::stop_outcome::deferred);
  BOOST_TEST(host.signals.empty());
  platform.force_status(d, deployment_status::ready);
  BOOST_CHECK(d.status == deployment_status::terminating);
  BOOST_TEST(host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(shutting_down_stops_what_runs_ends_what_walks_and_reports_when_nothing_is_left) {
  auto& running = deploy_ready();
  auto& walking = deploy();
  bool done = false;
  platform.shut_down([&done] { done = true; });
  BOOST_CHECK(running.status == deployment_status::terminating);
  BOOST_CHECK(walking.status == deployment_status::terminated);
  BOOST_TEST(!done);
  BOOST_TEST(as_organisation("POST", "/v2/deployments", order("v1")).status == 400);
  host.end(running.container.pid, {});
  BOOST_TEST(done);
}

BOOST_AUTO_TEST_CASE(shutting_down_stops_a_process_whose_end_was_only_said) {
  auto& d = deploy_ready();
  platform.force_status(d, deployment_status::terminated);
  bool done = false;
  platform.shut_down([&done] { done = true; });
  BOOST_TEST(host.signals.size() == 1u);
  host.end(d.container.pid, {});
  BOOST_TEST(done);
}

BOOST_AUTO_TEST_CASE(shutting_down_with_nothing_deployed_is_done_at_once) {
  bool done = false;
  platform.shut_down([&done] { done = true; });
  BOOST_TEST(done);
}

BOOST_AUTO_TEST_CASE(the_history_keeps_the_newest_events_and_counts_the_lost_ones) {
  auto& d = deploy();
  const auto before = d.history.size();
  for (std::size_t i = 0; i < base::limits::emulator_history_events; ++i)
    as_organisation("GET", "/v1/status/" + d.request_id);
  BOOST_TEST(d.history.size() == base::limits::emulator_history_events);
  BOOST_TEST(d.history_dropped == before);
  BOOST_TEST(d.history.back().operation == "status");
}

BOOST_AUTO_TEST_SUITE_END()
