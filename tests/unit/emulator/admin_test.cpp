#include "emulated_platform.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using emulator::deployment_status;
using tests::emulated_platform;

namespace {

struct admin_fixture : emulated_platform {
  net::http_response put(const std::string& target, const std::string& body) {
    return call("PUT", target, "", body);
  }
  boost::json::value show(const emulator::deployment& d) {
    return body(call("GET", "/_emulator/deployments/" + d.request_id, ""));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(emulator_admin, admin_fixture)

BOOST_AUTO_TEST_CASE(the_usage_that_is_set_is_the_one_that_the_status_gives_null_too) {
  auto& d = deploy_ready();
  const auto target = "/_emulator/deployments/" + d.request_id + "/sockets_usage";
  const auto status = "/v1/status/" + d.request_id;
  BOOST_TEST(put(target, R"({"sockets_usage": 3})").status == 200);
  BOOST_TEST(body(as_organisation("GET", status)).at("sockets_usage").as_int64() == 3);
  BOOST_TEST(put(target, R"({"sockets_usage": null})").status == 200);
  BOOST_TEST(body(as_organisation("GET", status)).at("sockets_usage").is_null());
}

BOOST_AUTO_TEST_CASE(a_wrong_usage_is_400_and_changes_nothing) {
  auto& d = deploy_ready();
  const auto target = "/_emulator/deployments/" + d.request_id + "/sockets_usage";
  for (const auto* wrong : {"", "{}", "[]", R"({"sockets_usage": -1})", R"({"sockets_usage": "3"})",
                            R"({"sockets_usage": 3, "more": 1})", R"({"sockets_usage": 1.5})"}) {
    const auto answer = put(target, wrong);
    BOOST_TEST(answer.status == 400, wrong);
    BOOST_TEST(message(answer).starts_with("/"), message(answer));
  }
  BOOST_TEST(d.sockets_usage.value_or(-1) == 0);
  BOOST_TEST(put("/_emulator/deployments/ffffffffffff/sockets_usage", R"({"sockets_usage": 1})").status ==
             404);
}

BOOST_AUTO_TEST_CASE(a_status_can_be_forced_in_either_form) {
  auto& d = deploy_ready();
  const auto target = "/_emulator/deployments/" + d.request_id + "/status";
  BOOST_TEST(put(target, R"({"status": "ERROR"})").status == 200);
  BOOST_CHECK(d.status == deployment_status::error);
  BOOST_TEST(put(target, R"({"status": "Status.READY"})").status == 200);
  BOOST_CHECK(d.status == deployment_status::ready);
  const auto answer = put(target, R"({"status": "DONE"})");
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(message(answer).find("/status: 'DONE' is none of INITIALIZING, ") == 0u);
  BOOST_TEST(host.alive(d.container.pid));
}

BOOST_AUTO_TEST_CASE(the_history_tells_requests_statuses_and_the_process) {
  auto& d = deploy_ready();
  const auto pid = d.container.pid;
  as_organisation("GET", "/v1/status/" + d.request_id);
  self_stop(d);
  host.end(pid, {3, 0, false});
  const auto shown = show(d);
  BOOST_TEST(shown.at("pid").is_null());
  BOOST_TEST(shown.at("last_exit").at("code").as_int64() == 3);
  BOOST_TEST(shown.at("status").as_string() == "Status.TERMINATED");
  std::string events;
  for (const auto& each : shown.at("history").as_array()) {
    const auto& e = each.as_object();
    events += std::string(e.at("event").as_string()) + ":";
    if (e.contains("operation")) events += std::string(e.at("operation").as_string());
    if (e.contains("status_code")) events += std::to_string(e.at("status_code").as_int64());
    if (e.contains("detail")) events += std::string(e.at("detail").as_string());
    events += " ";
  }
  BOOST_TEST(
      events ==
      "status:INITIALIZING request:deploy202 status:SEEKING status:SEEKED status:SCANNING status:DEPLOYING "
      "process_started: status:READY request:status200 status:TERMINATING signal_sent:SIGTERM "
      "request:self_stop200 process_exited:exited with code 3 status:TERMINATED ");
}

BOOST_AUTO_TEST_CASE(a_refused_request_is_in_the_history_of_the_one_that_it_was_about) {
  auto& d = deploy_ready();
  call("DELETE", "/v1/self/stop/" + d.request_id + "/" + d.stop_key, "");
  BOOST_TEST(d.history.back().operation == "self_stop");
  BOOST_TEST(d.history.back().status_code.value_or(0) == 401);
}

BOOST_AUTO_TEST_CASE(the_list_holds_every_deployment_in_the_order_of_their_making) {
  auto& first = deploy();
  auto& second = deploy();
  const auto list = body(call("GET", "/_emulator/deployments", "")).at("deployments").as_array();
  BOOST_REQUIRE(list.size() == 2u);
  BOOST_TEST(list[0].at("request_id").as_string() == first.request_id);
  BOOST_TEST(list[1].at("request_id").as_string() == second.request_id);
}

BOOST_AUTO_TEST_CASE(a_fault_answers_that_many_requests_of_its_operation_and_nothing_is_done) {
  auto& d = deploy_ready();
  BOOST_TEST(put("/_emulator/faults", R"({"operation": "self_stop", "status": 503, "count": 2})").status ==
             200);
  BOOST_TEST(as_organisation("GET", "/v1/status/" + d.request_id).status == 200);
  BOOST_TEST(self_stop(d).status == 503);
  BOOST_TEST(self_stop(d).status == 503);
  BOOST_CHECK(d.status == deployment_status::ready);
  BOOST_TEST(self_stop(d).status == 200);
  int answered_503 = 0;
  for (const auto& each : d.history) answered_503 += each.status_code.value_or(0) == 503;
  BOOST_TEST(answered_503 == 2);
}

BOOST_AUTO_TEST_CASE(a_fault_with_count_0_takes_the_fault_away) {
  auto& d = deploy_ready();
  put("/_emulator/faults", R"({"operation": "status", "status": 500, "count": 9})");
  BOOST_TEST(put("/_emulator/faults", R"({"operation": "status", "count": 0})").status == 200);
  BOOST_TEST(as_organisation("GET", "/v1/status/" + d.request_id).status == 200);
}

BOOST_AUTO_TEST_CASE(a_delay_holds_the_answer_back_by_the_clock) {
  auto& d = deploy_ready();
  put("/_emulator/faults", R"({"operation": "status", "delay_ms": 1500})");
  net::http_request request("GET", "/v1/status/" + d.request_id);
  request.authorization = base::secret("token organisation-token");
  int status = 0;
  boost::asio::co_spawn(loop, emulator::serve(api, time, request),
                        [&status](std::exception_ptr, net::http_response answer) { status = answer.status; });
  time.advance(1499ms);
  BOOST_TEST(status == 0);
  time.advance(1ms);
  BOOST_TEST(status == 200);
}

BOOST_AUTO_TEST_CASE(a_wrong_fault_is_400_and_says_what_is_allowed) {
  for (const auto& [wrong, names] :
       {std::pair{R"({"status": 503})", "/operation: is required"},
        std::pair{R"({"operation": "admin_list", "status": 503})", "none of deploy, fleet_deploy, "},
        std::pair{R"({"operation": "stop", "status": 99})", "/status: expected"},
        std::pair{R"({"operation": "stop", "status": 503, "count": -1})", "/count: expected"},
        std::pair{R"({"operation": "stop", "delay_ms": 600001})", "/delay_ms: expected"},
        std::pair{R"({"operation": "stop"})", "a fault needs status, rate_limit, delay_ms, body, connection"},
        std::pair{R"({"operation": "stop", "statu": 1})", "/statu: unknown key"}}) {
    const auto answer = put("/_emulator/faults", wrong);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(message(answer).find(names) != std::string::npos, message(answer));
  }
}

BOOST_AUTO_TEST_SUITE_END()
