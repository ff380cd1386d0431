#include "emulator/api/views.hpp"

#include "emulated_platform.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using tests::emulated_platform;

BOOST_FIXTURE_TEST_SUITE(emulator_views, emulated_platform)

BOOST_AUTO_TEST_CASE(the_status_has_every_member_that_either_document_requires) {
  auto& d = deploy();
  const auto status = body(as_organisation("GET", "/v1/status/" + d.request_id)).as_object();
  for (const auto* key : {"app_name", "app_version", "current_status", "elapsed_time", "error", "fqdn",
                          "max_duration", "public_ip", "request_id", "running", "start_time",
                          "whitelisting_active", "tags", "sockets", "sockets_usage", "ports", "location"})
    BOOST_TEST(status.contains(key), key);
  // What is not there is left out: the specification's types for these do not allow null.
  for (const auto* key : {"removal_time", "last_status", "error_detail", "command", "arguments"})
    BOOST_TEST(!status.contains(key), key);
  BOOST_TEST(status.at("current_status").as_string() == "Status.INITIALIZING");
  BOOST_TEST(!status.at("running").as_bool());
  BOOST_TEST(status.at("sockets").as_int64() == 8);
  BOOST_TEST(status.at("sockets_usage").as_int64() == 0);
  BOOST_TEST(status.at("max_duration").as_int64() == 60);
}

BOOST_AUTO_TEST_CASE(a_ready_deployment_counts_its_seconds_from_ready_and_stops_at_its_end) {
  auto& d = deploy_ready();
  time.advance(std::chrono::milliseconds(61'500));
  auto status = body(as_organisation("GET", "/v1/status/" + d.request_id));
  BOOST_TEST(status.at("current_status").as_string() == "Status.READY");
  BOOST_TEST(status.at("last_status").as_string() == "Status.DEPLOYING");
  BOOST_TEST(status.at("running").as_bool());
  BOOST_TEST(status.at("elapsed_time").as_int64() == 61);
  BOOST_TEST(!status.as_object().contains("removal_time"));
  self_stop(d);
  host.end(d.container.pid, {});
  time.advance(std::chrono::minutes(10));
  status = body(as_organisation("GET", "/v1/status/" + d.request_id));
  BOOST_TEST(status.at("elapsed_time").as_int64() == 61);
  BOOST_TEST(status.at("removal_time").is_string());
}

BOOST_AUTO_TEST_CASE(ports_are_keyed_by_name_with_a_link_to_the_external_one) {
  auto& d = deploy();
  const auto port = body(as_organisation("GET", "/v1/status/" + d.request_id)).at("ports").at("gameport");
  BOOST_TEST(port.at("internal").as_int64() == 7777);
  BOOST_TEST(port.at("external").as_int64() == 31504);
  BOOST_TEST(port.at("protocol").as_string() == "UDP");
  BOOST_TEST(port.at("link").as_string() == d.request_id + ".pr.edgegap.net:31504");
}

BOOST_AUTO_TEST_CASE(a_version_without_a_capacity_has_null_for_both_socket_numbers) {
  auto& d = deploy("never");
  const auto status = body(as_organisation("GET", "/v1/status/" + d.request_id));
  BOOST_TEST(status.at("sockets").is_null());
  BOOST_TEST(status.at("sockets_usage").is_null());
}

BOOST_AUTO_TEST_CASE(the_context_says_status_and_ready) {
  auto& d = deploy_ready();
  const auto target = "/v1/context/" + d.request_id + "/" + d.context_key;
  const auto context = body(call("GET", target, d.context_token.reveal())).as_object();
  for (const auto* key : {"fqdn", "public_ip", "ready", "request_id", "status", "whitelisting_active",
                          "ports", "location", "tags", "sockets", "sockets_usage", "is_joinable_by_session"})
    BOOST_TEST(context.contains(key), key);
  BOOST_TEST(context.at("status").as_string() == "Status.READY");
  BOOST_TEST(context.at("ready").as_bool());
  BOOST_TEST(!context.contains("current_status"));
}

BOOST_AUTO_TEST_CASE(times_are_utc_with_a_space_and_six_digits) {
  BOOST_TEST(emulator::v1_time(base::wall_time(std::chrono::milliseconds(1'776'859'246'444))) ==
             "2026-04-22 12:00:46.444000");
}

BOOST_AUTO_TEST_CASE(answers_variables_and_refusals_have_no_exponent) {
  auto& d = deploy();
  const auto status = as_organisation("GET", "/v1/status/" + d.request_id).body;
  BOOST_TEST(status.find("\"latitude\":45.508888") != std::string::npos, status);
  for (const auto& line : emulator::environment_for(d, offered, {"https://127.0.0.1:4433", "/tmp", "", ""}))
    if (line.starts_with("ARBITRIUM_DEPLOYMENT_LOCATION="))
      BOOST_TEST(line.find("\"latitude\":45.508888") != std::string::npos, line);
  const auto refused = as_organisation("POST", "/v1/deploy", R"({"app_name": "game", "version_name": "v1",
    "geo_ip_list": [{"ip": "1.2.3.4", "latitude": 145.5, "longitude": 2.3}]})");
  BOOST_TEST(refused.body.find("found 145.5") != std::string::npos, refused.body);
}

BOOST_AUTO_TEST_CASE(no_view_holds_a_token) {
  auto& d = deploy_ready();
  const auto text = as_organisation("GET", "/v1/status/" + d.request_id).body +
                    call("GET", "/_emulator/deployments/" + d.request_id, "").body;
  BOOST_TEST(text.find(d.delete_token.reveal()) == std::string::npos);
  BOOST_TEST(text.find(d.context_token.reveal()) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
