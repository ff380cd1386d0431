#include "emulated_platform.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using emulator::deployment_status;
using tests::emulated_platform;

BOOST_FIXTURE_TEST_SUITE(emulator_stop, emulated_platform)

BOOST_AUTO_TEST_CASE(a_stop_of_a_ready_deployment_is_200_with_its_summary_and_sends_sigterm) {
  auto& d = deploy_ready();
  const auto answer = as_organisation("DELETE", "/v1/stop/" + d.request_id);
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(message(answer) == "Instance " + d.request_id + " will be deleted");
  const auto summary = body(answer).at("deployment_summary");
  BOOST_TEST(summary.at("request_id").as_string() == d.request_id);
  BOOST_TEST(summary.at("current_status").as_string() == "Status.TERMINATING");
  BOOST_REQUIRE(host.signals.size() == 1u);
  BOOST_TEST((host.signals[0] == tests::fake_process_host::sent{d.container.pid, SIGTERM, false}));
}

BOOST_AUTO_TEST_CASE(a_stop_before_ready_is_202_and_is_carried_out_at_ready) {
  auto& d = deploy();
  const auto answer = as_organisation("DELETE", "/v1/stop/" + d.request_id);
  BOOST_TEST(answer.status == 202);
  BOOST_TEST(message(answer) == d.request_id + " - Delete request will be processed soon");
  time.advance(std::chrono::milliseconds(4999));
  BOOST_CHECK(d.status == deployment_status::deploying);
  BOOST_TEST(host.spawns.empty());
  time.advance(std::chrono::milliseconds(1));
  BOOST_REQUIRE(host.spawns.size() == 1u);
  BOOST_CHECK(d.status == deployment_status::terminating);
  BOOST_CHECK(d.last_status == deployment_status::ready);
  host.end(host.spawns[0].pid, {});
  BOOST_CHECK(d.status == deployment_status::terminated);
}

BOOST_AUTO_TEST_CASE(a_stop_before_a_failed_start_is_carried_out_at_error) {
  auto& d = deploy();
  host.spawn_fails = process::spawn_failure{127, "game: not found"};
  BOOST_TEST(as_organisation("DELETE", "/v1/stop/" + d.request_id).status == 202);
  time.advance(std::chrono::seconds(5));
  BOOST_CHECK(d.status == deployment_status::terminated);
  BOOST_TEST(told(d, "status", "ERROR") == 1);
  BOOST_TEST(d.error_detail.value_or("") == "game: not found");
}

BOOST_AUTO_TEST_CASE(a_second_stop_is_202_while_it_terminates_and_410_afterwards_and_sends_nothing_more) {
  auto& d = deploy_ready();
  as_organisation("DELETE", "/v1/stop/" + d.request_id);
  BOOST_TEST(as_organisation("DELETE", "/v1/stop/" + d.request_id).status == 202);
  BOOST_TEST(self_stop(d).status == 202);
  BOOST_TEST(host.signals.size() == 1u);
  host.end(d.container.pid, {});
  BOOST_CHECK(d.status == deployment_status::terminated);
  BOOST_TEST(as_organisation("DELETE", "/v1/stop/" + d.request_id).status == 410);
  BOOST_TEST(self_stop(d).status == 410);
}

BOOST_AUTO_TEST_CASE(a_stop_of_a_deployment_in_error_ends_it) {
  auto& d = deploy();
  host.spawn_fails = process::spawn_failure{126, "not executable"};
  time.advance(std::chrono::seconds(5));
  BOOST_CHECK(d.status == deployment_status::error);
  BOOST_TEST(as_organisation("DELETE", "/v1/stop/" + d.request_id).status == 200);
  BOOST_CHECK(d.status == deployment_status::terminated);
}

BOOST_AUTO_TEST_CASE(a_stop_without_the_organisations_token_is_401_and_of_an_unknown_id_400) {
  auto& d = deploy_ready();
  BOOST_TEST(call("DELETE", "/v1/stop/" + d.request_id, d.delete_token.reveal()).status == 401);
  BOOST_TEST(as_organisation("DELETE", "/v1/stop/ffffffffffff").status == 400);
  BOOST_TEST(host.signals.empty());
}

BOOST_AUTO_TEST_CASE(a_self_stop_takes_the_raw_token_and_is_200_when_ready) {
  auto& d = deploy_ready();
  const auto answer = self_stop(d);
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(message(answer) == "Instance " + d.request_id + " will be deleted");
  BOOST_CHECK(d.status == deployment_status::terminating);
}

BOOST_AUTO_TEST_CASE(a_self_stop_may_carry_the_query_of_the_log_storage) {
  auto& d = deploy_ready();
  const auto target = "/v1/self/stop/" + d.request_id + "/" + d.stop_key + "?container_log_storage=true";
  BOOST_TEST(call("DELETE", target, d.delete_token.reveal()).status == 200);
}

BOOST_AUTO_TEST_CASE(a_self_stop_before_ready_is_202) {
  auto& d = deploy();
  BOOST_TEST(self_stop(d).status == 202);
  BOOST_TEST(d.stop_pending);
}

BOOST_AUTO_TEST_CASE(a_self_stop_tells_no_token_a_foreign_one_and_a_made_up_one_apart) {
  auto& d = deploy_ready();
  auto& other = deploy_ready();
  const auto target = "/v1/self/stop/" + d.request_id + "/" + d.stop_key;
  BOOST_TEST(call("DELETE", target, "").status == 401);
  BOOST_TEST(call("DELETE", target, other.delete_token.reveal()).status == 403);
  BOOST_TEST(call("DELETE", target, "made-up").status == 401);
  BOOST_TEST(call("DELETE", target, "token " + d.delete_token.reveal()).status == 401);
  BOOST_TEST(call("DELETE", target, "token organisation-token").status == 401);
  BOOST_CHECK(d.status == deployment_status::ready);
}

BOOST_AUTO_TEST_CASE(a_self_stop_of_an_unknown_id_or_stop_key_is_404) {
  auto& d = deploy_ready();
  const auto token = d.delete_token.reveal();
  BOOST_TEST(call("DELETE", "/v1/self/stop/ffffffffffff/" + d.stop_key, token).status == 404);
  BOOST_TEST(call("DELETE", "/v1/self/stop/" + d.request_id + "/0", token).status == 404);
  BOOST_CHECK(d.status == deployment_status::ready);
}

BOOST_AUTO_TEST_CASE(no_refusal_gives_a_token_away) {
  auto& d = deploy_ready();
  const auto target = "/v1/self/stop/" + d.request_id + "/" + d.stop_key;
  for (const auto* given : {"", "made-up"})
    BOOST_TEST(call("DELETE", target, given).body.find(d.delete_token.reveal()) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
