#include "emulator/platform/injected_environment.hpp"

#include "emulated_platform.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using tests::emulated_platform;

BOOST_FIXTURE_TEST_SUITE(emulator_injected_environment, emulated_platform)

namespace {

std::map<std::string, std::string> variables_of(const emulator::deployment& d,
                                                const emulator::catalogue& offered) {
  std::map<std::string, std::string> all;
  const emulator::host_environment where{"https://127.0.0.1:4433", "/tmp", "/usr/bin:/bin", "/root"};
  for (const auto& line : emulator::environment_for(d, offered, where)) {
    const auto equals = line.find('=');
    BOOST_TEST(all.emplace(line.substr(0, equals), line.substr(equals + 1)).second, line << " comes twice");
  }
  return all;
}

}  // namespace

BOOST_AUTO_TEST_CASE(identity_and_urls_are_those_that_the_api_serves) {
  auto& d = deploy_ready();
  const auto all = variables_of(d, offered);
  BOOST_TEST(all.at("ARBITRIUM_REQUEST_ID") == d.request_id);
  const std::string origin = "https://127.0.0.1:4433";
  const auto delete_url = all.at("ARBITRIUM_DELETE_URL");
  const auto context_url = all.at("ARBITRIUM_CONTEXT_URL");
  BOOST_REQUIRE(delete_url.starts_with(origin));
  BOOST_REQUIRE(context_url.starts_with(origin));
  BOOST_TEST(call("GET", context_url.substr(origin.size()), all.at("ARBITRIUM_CONTEXT_TOKEN")).status == 200);
  BOOST_TEST(call("DELETE", delete_url.substr(origin.size()), all.at("ARBITRIUM_DELETE_TOKEN")).status ==
             200);
}

BOOST_AUTO_TEST_CASE(every_variable_of_the_platforms_mock_and_sdk_is_there) {
  const auto all = variables_of(deploy(), offered);
  for (const auto* name :
       {"ARBITRIUM_PUBLIC_IP", "ARBITRIUM_DEPLOYMENT_TAGS", "ARBITRIUM_DEPLOYMENT_LOCATION",
        "ARBITRIUM_PORTS_MAPPING", "ARBITRIUM_HOST_ID", "ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY",
        "ARBITRIUM_DEPLOYMENT_VCPU_UNITS", "ARBITRIUM_DEPLOYMENT_MEMORY_MB",
        "ARBITRIUM_HOST_IN_PRIVATE_FLEET", "ARBITRIUM_PRIVATE_FLEET_ID", "ARBITRIUM_HOST_BEACON_ENABLED",
        "ARBITRIUM_HOST_BEACON_PUBLIC_IP", "ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL",
        "ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL"})
    BOOST_TEST(all.contains(name), name);
  BOOST_TEST(all.at("PATH") == "/usr/bin:/bin");
  BOOST_TEST(all.at("HOME") == "/root");
}

BOOST_AUTO_TEST_CASE(ports_come_one_by_one_and_as_a_mapping) {
  const auto all = variables_of(deploy(), offered);
  BOOST_TEST(all.at("ARBITRIUM_PORT_GAMEPORT_INTERNAL") == "7777");
  BOOST_TEST(all.at("ARBITRIUM_PORT_GAMEPORT_EXTERNAL") == "31504");
  BOOST_TEST(all.at("ARBITRIUM_PORT_GAMEPORT_PROTOCOL") == "UDP");
  const auto mapping = boost::json::parse(all.at("ARBITRIUM_PORTS_MAPPING"));
  BOOST_TEST(mapping.at("ports").at("gameport").at("external").as_int64() == 31504);
  BOOST_TEST(mapping.at("ports").at("gameport").at("name").as_string() == "gameport");
}

BOOST_AUTO_TEST_CASE(a_ports_name_becomes_upper_case_with_underscores) {
  BOOST_TEST(emulator::variable_name_of_port("Game Port") == "GAME_PORT");
  BOOST_TEST(emulator::variable_name_of_port("server-port.2") == "SERVER_PORT_2");
  BOOST_TEST(variables_of(deploy("free_port"), offered).at("ARBITRIUM_PORT_GAME_PORT_INTERNAL") == "31000");
}

BOOST_AUTO_TEST_CASE(the_deployments_variables_win_over_the_versions_and_the_platforms_over_both) {
  auto& d = deploy();
  d.environment = {{"MODE", "deployment"}, {"ARBITRIUM_PUBLIC_IP", "9.9.9.9"}};
  d.tags = {{"one", {}, {}}, {"two", {}, {}}};
  const auto all = variables_of(d, offered);
  BOOST_TEST(all.at("MODE") == "deployment");
  BOOST_TEST(all.at("COLOUR") == "blue");
  BOOST_TEST(all.at("ARBITRIUM_PUBLIC_IP") == "127.0.0.1");
  BOOST_TEST(all.at("ARBITRIUM_DEPLOYMENT_TAGS") == "one,two");
}

BOOST_AUTO_TEST_CASE(an_agent_finds_the_certificate_and_that_it_is_alone_unless_the_version_says_otherwise) {
  auto& d = deploy();
  const emulator::host_environment where{"https://127.0.0.1:4433", "/tmp", "", "", "/tmp/ca.pem", "drawn"};
  const auto has = [&](const std::string& line) {
    const auto all = emulator::environment_for(d, offered, where);
    return std::find(all.begin(), all.end(), line) != all.end();
  };
  BOOST_TEST(has("GAMEKEEPER_PLATFORM_CA_FILE=/tmp/ca.pem"));
  BOOST_TEST(has("GAMEKEEPER_PLATFORM_FLEET_SIZE=1"));
  BOOST_TEST(has("EMULATOR_MARK=drawn"));
  d.environment = {{"GAMEKEEPER_PLATFORM_CA_FILE", "/own.pem"}, {"EMULATOR_MARK", "forged"}};
  BOOST_TEST(has("GAMEKEEPER_PLATFORM_CA_FILE=/own.pem"));
  BOOST_TEST(has("EMULATOR_MARK=drawn"));
}

BOOST_AUTO_TEST_SUITE_END()
