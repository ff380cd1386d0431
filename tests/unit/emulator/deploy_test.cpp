#include "base/limits.hpp"
#include "emulated_platform.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using tests::emulated_platform;

BOOST_FIXTURE_TEST_SUITE(emulator_deploy, emulated_platform)

namespace {

constexpr const char* full_order = R"({
  "application": "game", "version": "v1", "require_cached_locations": null,
  "resources": {"cpu_units": 1536, "memory_mib": 3072},
  "users": [{"user_type": "ip_address", "user_data": {"ip_address": "75.28.35.192"}},
            {"user_type": "geo_coordinates", "user_data": {"latitude": 45.5, "longitude": -73}}],
  "environment_variables": [{"key": "MY VARIABLE", "value": "my-value", "is_hidden": false}],
  "tags": ["one", "two"], "webhook_on_ready": {"url": "https://my-webhook.com"}, "something_new": 1})";

struct refusal {
  const char* body;
  const char* names;  // what the message has to name
};

// clang-format off
const refusal refusals[] = {
    {"", "/: not JSON"},
    {"[]", "/: expected an object, found an array"},
    {"{}", "/application: is required"},
    {R"({"application": 5})", "/application: expected a string, found a number"},
    {R"({"application": ""})", "/application: must not be empty"},
    {R"({"application": "chess", "version": "v1"})", "/application: no application 'chess'; there is: 'game'"},
    {R"({"application": "game", "version": "v9"})", "/version: no version 'v9' of 'game'; there is: 'v1'"},
    {R"({"users": []})", "/users: must hold at least one user"},
    {R"({"users": {}})", "/users: expected an array, found an object"},
    {R"({"users": ["x"]})", "/users/0: expected an object"},
    {R"({"users": [{"user_type": "name", "user_data": {}}]})", "/users/0/user_type: 'name' is none of ip_address, geo_coordinates"},
    {R"({"users": [{"user_type": "ip_address"}]})", "/users/0/user_data: is required"},
    {R"({"users": [{"user_type": "ip_address", "user_data": {}}]})", "/users/0/user_data/ip_address: is required"},
    {R"({"users": [{"user_type": "ip_address", "user_data": {"ip_address": "1.2.3"}}]})", "'1.2.3' is no IPv4 or IPv6 address"},
    {R"({"users": [{"user_type": "geo_coordinates", "user_data": {"latitude": 91, "longitude": 0}}]})", "/users/0/user_data/latitude: expected a number from -90 to 90, found 91"},
    {R"({"users": [{"user_type": "geo_coordinates", "user_data": {"latitude": 1, "longitude": "2"}}]})", "/users/0/user_data/longitude: expected a number from -180 to 180, found a string"},
    {R"({"environment_variables": [{"key": "A", "value": "b"}]})", "/environment_variables/0/is_hidden: is required"},
    {R"({"environment_variables": [{"key": "", "value": "b", "is_hidden": true}]})", "/environment_variables/0/key: must not be empty"},
    {R"({"environment_variables": [{"key": "A", "value": 5, "is_hidden": true}]})", "/environment_variables/0/value: expected a string"},
    {R"({"environment_variables": [{"key": "A", "value": "a\u0000b", "is_hidden": true}]})", "/environment_variables/0/value: must not contain a NUL"},
    {R"({"tags": [""]})", "/tags/0: must not be empty"},
    {R"({"tags": ["a,b"]})", "/tags: 'a,b' must not contain a comma"},
    {R"({"tags": ["12345678901234567890123456789012345678901"]})", "has 41 characters; at most 40 are allowed"},
    {R"({"resources": {"cpu_units": 99, "memory_mib": 100}})", "/resources/cpu_units: expected a whole number from 100"},
    {R"({"resources": {"cpu_units": 100, "memory_mib": 201}})", "/resources/memory_mib: must be at most double cpu_units, here 200"},
    {R"({"require_cached_locations": "yes"})", "/require_cached_locations: expected true or false"},
    {R"({"webhook_on_error": {"url": "ftp://x"}})", "/webhook_on_error/url: must start with http:// or https://"},
};
// clang-format on

}  // namespace

BOOST_AUTO_TEST_CASE(a_complete_order_is_accepted_with_202_and_a_request_id_of_twelve_hex_digits) {
  const auto answer = as_organisation("POST", "/v2/deployments", full_order);
  BOOST_TEST(answer.status == 202);
  BOOST_TEST(body(answer).as_object().size() == 1u);
  const auto id = std::string(body(answer).at("request_id").as_string());
  BOOST_TEST(id.size() == 12u);
  BOOST_TEST(id.find_first_not_of("0123456789abcdef") == std::string::npos);
  const auto& d = *platform.deployments().find(id);
  BOOST_TEST(d.environment.at("MY_VARIABLE") == "my-value");
  BOOST_TEST(d.tags.size() == 2u);
  BOOST_TEST(d.cpu_units == 1536);
  BOOST_TEST(d.memory_mb == 3072);
}

BOOST_AUTO_TEST_CASE(every_answer_is_json_by_its_content_type) {
  const auto answer = as_organisation("POST", "/v2/deployments", order("v1"));
  BOOST_TEST(answer.headers.find("content-type").value_or("") == "application/json");
}

BOOST_AUTO_TEST_CASE(each_wrong_field_is_named_with_its_json_pointer_and_what_is_allowed) {
  for (const auto& each : refusals) {
    const auto answer = as_organisation("POST", "/v2/deployments", each.body);
    BOOST_TEST(answer.status == 400);
    BOOST_TEST(message(answer).find(each.names) != std::string::npos,
               each.body << " gave: " << message(answer) << " without: " << each.names);
  }
  BOOST_TEST(platform.deployments().live() == 0u);
}

BOOST_AUTO_TEST_CASE(details_hold_each_problem_by_pointer) {
  const auto answer =
      as_organisation("POST", "/v2/deployments", R"({"application": "game", "version": "v1"})");
  BOOST_TEST(body(answer).at("details").as_object().contains("/users"));
}

BOOST_AUTO_TEST_CASE(a_value_of_a_variable_may_have_4096_bytes_and_no_more) {
  const auto with = [](std::size_t bytes) {
    auto text = emulated_platform::order("v1");
    text.pop_back();
    return text + R"(, "environment_variables": [{"key": "A", "is_hidden": false, "value": ")" +
           std::string(bytes, 'x') + R"("}]})";
  };
  BOOST_TEST(as_organisation("POST", "/v2/deployments", with(4096)).status == 202);
  BOOST_TEST(as_organisation("POST", "/v2/deployments", with(4097)).status == 400);
}

BOOST_AUTO_TEST_CASE(without_the_organisations_token_nothing_is_deployed) {
  for (const auto* wrong : {"", "organisation-token", "token other", "Bearer organisation-token", "token "}) {
    const auto answer = call("POST", "/v2/deployments", wrong, order("v1"));
    BOOST_TEST(answer.status == 401);
    BOOST_TEST(answer.body.find("organisation-token") == std::string::npos);
  }
  BOOST_TEST(platform.deployments().live() == 0u);
}

BOOST_AUTO_TEST_CASE(deployments_of_a_version_with_port_0_get_different_ports_from_the_range) {
  const auto& first = deploy("free_port");
  const auto& second = deploy("free_port");
  BOOST_TEST(first.ports.at(0).internal == 31000);
  BOOST_TEST(first.ports.at(0).external == 31000);
  BOOST_TEST(second.ports.at(0).internal == 31001);
}

BOOST_AUTO_TEST_CASE(a_deployment_without_a_free_port_is_422_and_exists_in_error) {
  deploy("free_port");
  deploy("free_port");
  const auto answer = as_organisation("POST", "/v2/deployments", order("free_port"));
  BOOST_TEST(answer.status == 422);
  BOOST_TEST(message(answer) == "no free port between 31000 and 31001 for 'Game Port'");
  const auto id = std::string(body(answer).at("request_id").as_string());
  const auto status = body(as_organisation("GET", "/v1/status/" + id));
  BOOST_TEST(status.at("current_status").as_string() == "Status.ERROR");
  BOOST_TEST(status.at("error").as_bool());
}

BOOST_AUTO_TEST_CASE(a_port_is_free_again_when_its_deployment_has_ended) {
  auto& first = deploy("free_port");
  deploy("free_port");
  platform.force_status(first, emulator::deployment_status::terminated);
  BOOST_TEST(deploy("free_port").ports.at(0).internal == 31000);
}

BOOST_AUTO_TEST_CASE(more_deployments_than_the_limit_are_refused_and_one_fits_again_after_an_end) {
  auto& first = deploy();
  for (std::size_t i = 1; i < base::limits::emulator_deployments; ++i) deploy();
  const auto answer = as_organisation("POST", "/v2/deployments", order("v1"));
  BOOST_TEST(answer.status == 400);
  BOOST_TEST(message(answer) == "there are 2048 deployments already; stop one first");
  platform.force_status(first, emulator::deployment_status::terminated);
  BOOST_TEST(as_organisation("POST", "/v2/deployments", order("v1")).status == 202);
}

BOOST_AUTO_TEST_SUITE_END()
