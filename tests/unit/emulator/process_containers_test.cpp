#include "emulated_platform.hpp"
#include "emulator/runtime/deployment_processes.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using emulator::deployment_status;
using tests::emulated_platform;
using sent = tests::fake_process_host::sent;

namespace {

constexpr process::exit_status exited(int code) {
  return {code, 0, false};
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(emulator_process_containers, emulated_platform)

BOOST_AUTO_TEST_CASE(sigterm_goes_to_the_first_process_alone_and_sigkill_to_it_after_the_grace) {
  auto& d = deploy_ready();
  const auto pid = d.container.pid;
  self_stop(d);
  time.advance(4999ms);
  BOOST_TEST(host.signals.size() == 1u);
  time.advance(1ms);
  BOOST_REQUIRE(host.signals.size() == 2u);
  BOOST_CHECK((host.signals[1] == sent{pid, SIGKILL, false}));
  BOOST_CHECK(d.status == deployment_status::terminating);
  host.end(pid, {0, SIGKILL, false});
  BOOST_CHECK(d.status == deployment_status::terminated);
  BOOST_TEST(told(d, "signal_sent", "SIGTERM") == 1);
  BOOST_TEST(told(d, "signal_sent", "SIGKILL") == 1);
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_CASE(an_end_within_the_grace_ends_the_deployment_at_once) {
  auto& d = deploy_ready();
  self_stop(d);
  time.advance(1s);
  host.end(d.container.pid, exited(0));
  BOOST_CHECK(d.status == deployment_status::terminated);
  BOOST_TEST(told(d, "signal_sent", "SIGKILL") == 0);
}

BOOST_AUTO_TEST_CASE(what_the_first_process_leaves_behind_is_killed_by_its_environment) {
  auto& d = deploy_ready();
  host.add_orphan(500, "leftover");
  environments[500] = std::string("A=b\0ARBITRIUM_REQUEST_ID=", 25) + d.request_id;
  host.add_orphan(501, "stranger");
  environments[501] = "ARBITRIUM_REQUEST_ID=ffffffffffff";
  self_stop(d);
  host.end(d.container.pid, exited(0));
  BOOST_CHECK((host.signals.back() == sent{500, SIGKILL, false}));
  BOOST_CHECK(d.status == deployment_status::terminating);
  host.end(500, {0, SIGKILL, false});
  time.advance(20ms);
  BOOST_CHECK(d.status == deployment_status::terminated);
  BOOST_TEST(host.alive(501));
}

// Of fifty alike: a walk through the processes costs as much as there are of them.
BOOST_AUTO_TEST_CASE(all_that_are_stopped_or_killed_together_take_one_walk) {
  std::vector<emulator::deployment*> all;
  for (int i = 0; i < 50; ++i) all.push_back(&deploy("never"));
  time.advance(5s);
  host.looks = 0;
  const auto stopped = as_organisation(
      "POST", "/v1/deployments/bulk-stop",
      R"({"filters": [{"field": "deployment_tags", "values": ["none"], "filter_type": "not"}]})");
  BOOST_TEST(body(stopped).at("processable").as_array().size() == 50u);
  BOOST_TEST(host.signals.size() == 50u);
  BOOST_TEST(host.looks == 1);
  time.advance(4999ms);
  BOOST_TEST(host.looks == 1);
  time.advance(1ms);
  BOOST_TEST(host.signals.size() == 100u);
  BOOST_TEST(host.looks == 2);
  for (auto* d : all) host.end(d->container.pid, {0, SIGKILL, false});
  for (const auto* d : all) BOOST_CHECK(d->status == deployment_status::terminated);
}

BOOST_AUTO_TEST_CASE(a_deployment_reads_nothing_from_whoever_started_the_emulator) {
  deploy_ready();
  BOOST_TEST(host.spawns.at(0).spec.input_fd > 2);
}

BOOST_AUTO_TEST_CASE(a_process_that_took_the_number_of_a_member_is_left_alone) {
  auto& d = deploy_ready();
  host.add_orphan(500, "leftover");
  environments[500] = "ARBITRIUM_REQUEST_ID=" + d.request_id;
  self_stop(d);
  host.end(500, exited(0));
  host.add_orphan(500, "stranger");
  environments.clear();
  start_ticks[500] = 77;
  host.end(d.container.pid, exited(0));
  time.advance(1s);
  BOOST_CHECK(d.status == deployment_status::terminated);
  BOOST_TEST(host.alive(500));
  BOOST_TEST(told(d, "signal_sent", "SIGKILL") == 0);
}

BOOST_AUTO_TEST_CASE(a_process_that_survives_is_killed_again_and_told_once) {
  auto& d = deploy_ready();
  host.add_orphan(500, "leftover");
  environments[500] = "ARBITRIUM_REQUEST_ID=" + d.request_id;
  self_stop(d);
  host.end(d.container.pid, exited(0));
  time.advance(100ms);
  BOOST_TEST(host.signals.size() > 3u);
  BOOST_TEST(told(d, "signal_sent", "SIGKILL") == 1);
  BOOST_CHECK(d.status == deployment_status::terminating);
  host.end(500, {0, SIGKILL, false});
  time.advance(20ms);
  BOOST_CHECK(d.status == deployment_status::terminated);
}

BOOST_AUTO_TEST_CASE(always_starts_again_after_waits_that_double_from_100_ms_to_5_s) {
  auto& d = deploy_ready();
  for (const auto wait : {100ms, 200ms, 400ms, 800ms, 1600ms, 3200ms, 5000ms, 5000ms}) {
    const auto starts = host.spawns.size();
    host.end(d.container.pid, exited(0));
    BOOST_TEST(d.container.pid == 0);
    time.advance(wait - 1ms);
    BOOST_TEST(host.spawns.size() == starts);
    time.advance(1ms);
    BOOST_TEST(host.spawns.size() == starts + 1);
  }
  BOOST_TEST(d.container.restart_count == 8);
  BOOST_CHECK(d.status == deployment_status::ready);
}

BOOST_AUTO_TEST_CASE(a_run_of_ten_seconds_makes_the_next_wait_short_again) {
  auto& d = deploy_ready();
  host.end(d.container.pid, exited(1));
  time.advance(100ms);
  host.end(d.container.pid, exited(1));
  time.advance(200ms);
  time.advance(10s);
  host.end(d.container.pid, exited(1));
  time.advance(100ms);
  BOOST_TEST(d.container.pid != 0);
}

BOOST_AUTO_TEST_CASE(never_ends_the_deployment_with_its_process) {
  auto& d = deploy_ready("never");
  host.end(d.container.pid, exited(1));
  BOOST_CHECK(d.status == deployment_status::terminated);
  BOOST_TEST(d.container.restart_count == 0);
  BOOST_TEST(d.container.last_exit->code == 1);
}

BOOST_AUTO_TEST_CASE(on_failure_starts_again_after_a_failure_and_ends_after_a_success) {
  auto& d = deploy_ready("on_failure");
  host.end(d.container.pid, {0, SIGSEGV, false});
  time.advance(100ms);
  BOOST_TEST(d.container.restart_count == 1);
  BOOST_CHECK(d.status == deployment_status::ready);
  host.end(d.container.pid, exited(0));
  BOOST_CHECK(d.status == deployment_status::terminated);
}

BOOST_AUTO_TEST_CASE(leftovers_of_a_run_are_killed_before_the_next_one_starts) {
  auto& d = deploy_ready();
  host.add_orphan(500, "leftover");
  environments[500] = "ARBITRIUM_REQUEST_ID=" + d.request_id;
  host.end(d.container.pid, exited(1));
  time.advance(1s);
  BOOST_TEST(host.spawns.size() == 1u);
  BOOST_TEST(told(d, "signal_sent", "SIGKILL") == 1);
  host.end(500, {0, SIGKILL, false});
  time.advance(20ms + 100ms);
  BOOST_TEST(host.spawns.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_stop_between_two_runs_ends_the_deployment_at_once) {
  auto& d = deploy_ready();
  host.end(d.container.pid, exited(1));
  self_stop(d);
  BOOST_CHECK(d.status == deployment_status::terminated);
  time.advance(1min);
  BOOST_TEST(host.spawns.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_stop_while_leftovers_are_killed_ends_the_deployment_after_them) {
  auto& d = deploy_ready();
  host.add_orphan(500, "leftover");
  environments[500] = "ARBITRIUM_REQUEST_ID=" + d.request_id;
  host.end(d.container.pid, exited(1));
  self_stop(d);
  host.end(500, {0, SIGKILL, false});
  time.advance(1min);
  BOOST_CHECK(d.status == deployment_status::terminated);
  BOOST_TEST(host.spawns.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_program_that_vanished_before_its_restart_is_tried_again) {
  auto& d = deploy_ready();
  host.spawn_fails = process::spawn_failure{127, "game: not found"};
  host.end(d.container.pid, exited(1));
  time.advance(100ms);
  BOOST_TEST(told(d, "process_start_failed") == 1);
  host.spawn_fails.reset();
  time.advance(200ms);
  BOOST_TEST(host.spawns.size() == 2u);
  BOOST_CHECK(d.status == deployment_status::ready);
}

BOOST_AUTO_TEST_CASE(one_deployments_end_leaves_the_others_alone) {
  auto& first = deploy_ready();
  auto& second = deploy_ready();
  self_stop(first);
  time.advance(5s);
  host.end(first.container.pid, {0, SIGKILL, false});
  BOOST_CHECK(first.status == deployment_status::terminated);
  BOOST_CHECK(second.status == deployment_status::ready);
  BOOST_TEST(host.alive(second.container.pid));
}

BOOST_AUTO_TEST_SUITE_END()
