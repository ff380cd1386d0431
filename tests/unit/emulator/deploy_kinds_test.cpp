#include "emulated_platform.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace std::chrono_literals;
using tests::emulated_platform;

namespace {

constexpr const char* fleet_catalogue = R"({
  "walk": {"initializing": "1s", "seeking": "1s", "seeked": "1s", "scanning": "1s", "deploying": "1s"},
  "private_fleets": [{"name": "fleet", "hosts": [
    {"host_id": "full", "cpu_units": 1, "memory_mb": 1},
    {"host_id": "later", "status": "PENDING"},
    {"host_id": "small", "cpu_units": 1024, "memory_mb": 2048, "ip_address": "127.0.0.9",
     "location": {"city": "Toronto"}}]}],
  "applications": [{"application": "game", "version": "v1", "command": ["game", "--fast"]}]})";

struct fleet_fixture : emulated_platform {
  fleet_fixture() { offered = *emulator::parse_catalogue(fleet_catalogue); }
  net::http_response deploy_on(const std::string& hosts) {
    auto text = order("v1");
    text.pop_back();
    return as_organisation("POST", "/v2/private-fleets/deployments",
                           text + ", \"private_host_ids\": " + hosts + "}");
  }
  emulator::deployment& made(const net::http_response& answer) {
    return *platform.deployments().find(std::string(body(answer).at("request_id").as_string()));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(emulator_deploy_kinds)

BOOST_FIXTURE_TEST_CASE(v1_takes_the_newest_version_when_none_is_named_and_repeats_the_order,
                        emulated_platform) {
  const auto answer =
      as_organisation("POST", "/v1/deploy", R"({"app_name": "game", "ip_list": ["1.2.3.4", "::1"],
    "tags": ["t"], "env_vars": [{"key": "A", "value": "b"}], "webhook_url": "https://example.com/hook"})");
  BOOST_TEST(answer.status == 200);
  const auto told = body(answer).as_object();
  BOOST_TEST(told.at("request_version").as_string() == "free_port");
  BOOST_TEST(told.at("request_user_count").as_int64() == 2);
  BOOST_TEST(boost::json::serialize(told.at("tags")) == R"(["t"])");
  BOOST_TEST(told.at("filters").as_array().empty());
  const auto& d = *platform.deployments().find(std::string(told.at("request_id").as_string()));
  BOOST_TEST(std::string(told.at("request_dns").as_string()) == d.request_id + ".pr.edgegap.net");
  BOOST_TEST(d.environment.at("A") == "b");
  BOOST_TEST(d.webhooks.ready == "https://example.com/hook");
}

BOOST_FIXTURE_TEST_CASE(v1_repeats_the_sort_strategy_that_it_was_given_and_knows_two, emulated_platform) {
  const auto deploy = [this](const std::string& more) {
    return as_organisation("POST", "/v1/deploy",
                           R"({"app_name": "game", "ip_list": ["1.2.3.4"])" + more + "}");
  };
  for (const std::string name : {"basic", "weighted"}) {
    const auto answer = deploy(R"(, "ap_sort_strategy": ")" + name + "\"");
    BOOST_TEST(answer.status == 200);
    BOOST_TEST(body(answer).at("ap_sort_strategy").as_string() == name);
  }
  BOOST_TEST(!body(deploy("")).as_object().contains("ap_sort_strategy"));
  for (const std::string wrong : {R"("moon")", R"("Basic")", R"("")", "7", "[\"basic\"]"}) {
    const auto answer = deploy(R"(, "ap_sort_strategy": )" + wrong);
    BOOST_TEST(answer.status == 400, wrong);
    BOOST_TEST(body(answer).at("message").as_string().find("/ap_sort_strategy: ") != std::string::npos,
               wrong);
  }
}

BOOST_FIXTURE_TEST_CASE(v1_repeats_where_the_logs_are_to_be_kept, emulated_platform) {
  const auto answer = as_organisation("POST", "/v1/deploy", R"({"app_name": "game", "ip_list": ["1.2.3.4"],
    "container_log_storage": {"enabled": true, "endpoint_storage": "s3"}})");
  BOOST_TEST(answer.body.find(R"("container_log_storage":{"enabled":true,"endpoint_storage":"s3"})") !=
                 std::string::npos,
             answer.body);
  const auto plain = as_organisation("POST", "/v1/deploy", R"({"app_name": "game", "ip_list": ["1.2.3.4"]})");
  BOOST_TEST(!body(plain).as_object().contains("container_log_storage"));
}

BOOST_FIXTURE_TEST_CASE(v1_goes_to_the_location_nearest_to_the_users_that_the_filters_leave,
                        emulated_platform) {
  const auto city = [this](const std::string& filters) {
    const auto answer = as_organisation("POST", "/v1/deploy",
                                        R"({"app_name": "game", "version_name": "v1",
      "geo_ip_list": [{"ip": "1.2.3.4", "latitude": 48.8, "longitude": 2.3}], "filters": [)" +
                                            filters + "]}");
    BOOST_REQUIRE_MESSAGE(answer.status == 200, answer.body);
    return platform.deployments().find(std::string(body(answer).at("request_id").as_string()))->place.city;
  };
  BOOST_TEST(city("") == "Paris");
  BOOST_TEST(city(R"({"field": "country", "values": ["France"], "filter_type": "not"})") == "Brussels");
  BOOST_TEST(city(R"({"field": "city", "values": ["Tokyo", "Osaka"], "filter_type": "any"})") == "Osaka");
  const auto none = as_organisation("POST", "/v1/deploy", R"({"app_name": "game", "ip_list": ["1.2.3.4"],
    "filters": [{"field": "continent", "values": ["Antarctica"], "filter_type": "all"}]})");
  BOOST_TEST(none.status == 400);
  BOOST_TEST(message(none) == "/filters: no location passes them");
}

BOOST_FIXTURE_TEST_CASE(v1_command_and_arguments_replace_the_versions_own, emulated_platform) {
  const auto command = [this](const std::string& members) {
    const auto answer = as_organisation(
        "POST", "/v1/deploy",
        R"({"app_name": "game", "version_name": "v1", "ip_list": ["1.2.3.4"])" + members + "}");
    BOOST_REQUIRE(answer.status == 200);
    const auto status =
        as_organisation("GET", "/v1/status/" + std::string(body(answer).at("request_id").as_string()));
    time.advance(5s);
    std::string line;
    for (const auto& word : host.spawns.back().spec.command) line += "[" + word + "]";
    return line + " " + (body(status).as_object().contains("command") ? "told" : "silent");
  };
  BOOST_TEST(command("") == "[game][--fast] silent");
  BOOST_TEST(command(R"(, "command": "echo hi && sleep 1")") == "[/bin/sh][-c][echo hi && sleep 1] told");
  BOOST_TEST(command(R"(, "command": "a", "arguments": "b c")") == "[/bin/sh][-c][a b c] told");
  BOOST_TEST(command(R"(, "arguments": "b 'c d'")") == "[/bin/sh][-c][exec \"$0\" b 'c d'][game] silent");
}

BOOST_FIXTURE_TEST_CASE(a_wrong_v1_order_is_refused_with_the_code_and_the_pointer, emulated_platform) {
  struct {
    int status;
    const char* body;
    const char* names;
  } const cases[] = {
      {400, "", "/: not JSON"},
      {400, "{}", "/app_name: is required"},
      {400, R"({"app_name": "game"})", "/ip_list: is required, or geo_ip_list in its place"},
      {400, R"({"app_name": "game", "ip_list": []})", "/ip_list: must hold at least one user"},
      {400, R"({"app_name": "game", "ip_list": ["x"]})", "/ip_list/0: 'x' is no IPv4 or IPv6 address"},
      {400, R"({"app_name": "game", "ip_list": ["1.2.3.4"], "geo_ip_list": []})",
       "/geo_ip_list: excludes ip_list"},
      {400, R"({"app_name": "game", "geo_ip_list": [{"ip": "1.2.3.4"}]})",
       "/geo_ip_list/0/latitude: is required"},
      {400, R"({"app_name": "game", "ip_list": ["1.2.3.4"], "webhook_url": "ftp://x"})",
       "/webhook_url: must start"},
      {400,
       R"({"app_name": "game", "ip_list": ["1.2.3.4"], "filters": [{"field": "planet", "values": ["x"], "filter_type": "any"}]})",
       "/filters/0/field: 'planet' is none of city, country"},
      {404, R"({"app_name": "chess", "ip_list": ["1.2.3.4"]})",
       "/app_name: no application 'chess'; there is: 'game'"},
      {404, R"({"app_name": "game", "version_name": "v9", "ip_list": ["1.2.3.4"]})",
       "/version_name: no version 'v9'"}};
  for (const auto& each : cases) {
    const auto answer = as_organisation("POST", "/v1/deploy", each.body);
    BOOST_TEST(answer.status == each.status, each.body);
    BOOST_TEST(message(answer).find(each.names) != std::string::npos, message(answer));
  }
  BOOST_TEST(platform.deployments().live() == 0u);
}

BOOST_FIXTURE_TEST_CASE(v1_without_a_free_port_is_422, emulated_platform) {
  deploy("free_port");
  deploy("free_port");
  const auto answer =
      as_organisation("POST", "/v1/deploy", R"({"app_name": "game", "ip_list": ["1.2.3.4"]})");
  BOOST_TEST(answer.status == 422);
  BOOST_TEST(message(answer).starts_with("no free port"));
}

BOOST_FIXTURE_TEST_CASE(v2_goes_to_the_location_nearest_to_all_users_together, emulated_platform) {
  const auto answer =
      as_organisation("POST", "/v2/deployments", R"({"application": "game", "version": "v1", "users": [
    {"user_type": "geo_coordinates", "user_data": {"latitude": 35.6, "longitude": 139.7}},
    {"user_type": "ip_address", "user_data": {"ip_address": "1.2.3.4"}}]})");
  const auto status =
      body(as_organisation("GET", "/v1/status/" + std::string(body(answer).at("request_id").as_string())));
  BOOST_TEST(status.at("location").at("city").as_string() == "Tokyo");
}

BOOST_FIXTURE_TEST_CASE(a_fleet_deployment_takes_the_first_host_that_has_room_and_then_the_cloud,
                        fleet_fixture) {
  auto& first = made(deploy_on(R"(["full", "later", "small"])"));
  BOOST_TEST(first.host_id == "small");
  BOOST_TEST(first.place.city == "Toronto");
  const auto status = body(as_organisation("GET", "/v1/status/" + first.request_id));
  BOOST_TEST(status.at("public_ip").as_string() == "127.0.0.9");
  BOOST_TEST(made(deploy_on(R"(["small"])")).host_id == "");
  const auto hosts = body(as_organisation("GET", "/v2/private-fleets/fleet/hosts")).at("data").as_array();
  BOOST_TEST(hosts.at(2).at("allocated_cpu_units").as_int64() == 1024);
  BOOST_TEST(hosts.at(1).at("status").as_string() == "PENDING");
  time.advance(5s);
  const auto& environment = host.spawns.at(0).spec.environment;
  for (const auto* line : {"ARBITRIUM_HOST_ID=small", "ARBITRIUM_HOST_IN_PRIVATE_FLEET=true",
                           "ARBITRIUM_PRIVATE_FLEET_ID=fleet"})
    BOOST_TEST(std::count(environment.begin(), environment.end(), line) == 1, line);
  platform.force_status(first, emulator::deployment_status::terminated);
  BOOST_TEST(made(deploy_on(R"(["small"])")).host_id == "small");
}

BOOST_FIXTURE_TEST_CASE(wrong_hosts_and_an_unknown_fleet_are_400_by_name, fleet_fixture) {
  for (const auto& [hosts, names] :
       {std::pair("[]", "/private_host_ids: must hold at least one host's id"),
        std::pair(R"(["nobody"])", "/private_host_ids/0: no host 'nobody' in any private fleet"),
        std::pair(R"(["small", "small"])", "/private_host_ids/1: 'small' is there twice"),
        std::pair("null", "/private_host_ids: is required"),
        std::pair("[5]", "/private_host_ids/0: expected a string")}) {
    const auto answer = deploy_on(hosts);
    BOOST_TEST(answer.status == 400, hosts);
    BOOST_TEST(message(answer).find(names) != std::string::npos, message(answer));
  }
  const auto answer = as_organisation("GET", "/v2/private-fleets/nobody/hosts");
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(message(answer) == "fleet-name: no private fleet 'nobody'");
}

BOOST_AUTO_TEST_SUITE_END()
