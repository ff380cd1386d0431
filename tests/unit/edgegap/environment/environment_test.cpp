#include "edgegap/environment/environment.hpp"

#include "base/limits.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

namespace gamekeeper::edgegap {

namespace {

using texts = std::vector<std::string>;

// The Unity plugin's own mock environment, as it stands there.
const texts unity_mock{
    "ARBITRIUM_ENV_DEBUG=true",
    "ARBITRIUM_REQUEST_ID=f68e011bfb01",
    "ARBITRIUM_PUBLIC_IP=162.254.141.66",
    "ARBITRIUM_CONTEXT_URL=https://api.edgegap.com/v1/context/9170f5211e17/17",
    "ARBITRIUM_CONTEXT_TOKEN=dfaf50b9333b9ee07b22ed247e4a17e6",
    "ARBITRIUM_DEPLOYMENT_TAGS=tag1,tag2",
    "ARBITRIUM_PORT_GAME_PORT_INTERNAL=7777",
    "ARBITRIUM_PORT_GAME_PORT_EXTERNAL=31504",
    "ARBITRIUM_PORT_GAME_PORT_PROTOCOL=UDP",
    "ARBITRIUM_DELETE_URL=https://api.edgegap.com/v1/self/stop/9f511e17/660",
    "ARBITRIUM_DELETE_TOKEN=7df4cd933df87084b34ae80d8abde293",
    R"(ARBITRIUM_DEPLOYMENT_LOCATION={"city": "Montreal", "country": "Canada", "continent": "North America", "administrative_division": "Quebec", "timezone": "Eastern Time", "latitude": 45.513707, "longitude": -73.619073})",
    R"(ARBITRIUM_PORTS_MAPPING={"ports": {"7777": {"name": "Game Port", "internal": 7777, "external": 31504, "protocol": "UDP"}, "8888": {"name": "Web Port", "internal": 8888, "external": 31553, "protocol": "TCP"}}})",
};

// What the SDK's sample set has beyond that.
const texts sdk_extras{
    "ARBITRIUM_HOST_ID=chicago-edge-od-1205-e3-30a8e1",
    "ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY=2000",
    "ARBITRIUM_DEPLOYMENT_VCPU_UNITS=1536",
    "ARBITRIUM_DEPLOYMENT_MEMORY_MB=3072",
    "ARBITRIUM_DELETE_URL=https://api.edgegap.com/v1/self/stop/23c01225b99d/463660",
    "ARBITRIUM_HOST_IN_PRIVATE_FLEET=false",
    "ARBITRIUM_PRIVATE_FLEET_ID=PUBLIC_CLOUD",
    "ARBITRIUM_HOST_BEACON_ENABLED=false",
    "ARBITRIUM_HOST_BEACON_PUBLIC_IP=",
    "ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL=",
    "ARBITRIUM_HOST_BEACON_PORT_TCP_EXTERNAL=",
    R"(ARBITRIUM_PORTS_MAPPING={"ports": {"gameport": {"name": "gameport", "internal": 7777, "external": 32013, "protocol": "UDP"}}})",
};

std::string name_of(const std::string& variable) {
  return variable.substr(0, variable.find('='));
}

// The mock with one variable replaced, or added.
texts mock_with(const std::string& variable) {
  texts all = unity_mock;
  const auto same = [&](const std::string& each) { return name_of(each) == name_of(variable); };
  const auto found = std::find_if(all.begin(), all.end(), same);
  if (found == all.end())
    all.push_back(variable);
  else
    *found = variable;
  return all;
}

texts mock_without(const std::string& name) {
  texts all = unity_mock;
  std::erase_if(all, [&](const std::string& each) { return name_of(each) == name; });
  return all;
}

std::string joined(const texts& all) {
  std::string text;
  for (const auto& each : all) text += each + "\n";
  return text;
}

bool warns_of(const injected_environment& seen, std::string_view name, std::string_view lost) {
  return std::any_of(seen.warnings.begin(), seen.warnings.end(), [&](const std::string& warning) {
    return warning.starts_with(std::string(name) + ": ") && warning.find(lost) != std::string::npos;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(environment_reading)

BOOST_AUTO_TEST_CASE(the_unity_mock_is_understood_whole) {
  const auto seen = read_environment(unity_mock);
  BOOST_TEST(joined(seen.warnings) == "");
  BOOST_TEST(seen.on_platform);
  BOOST_TEST(seen.request_id == "f68e011bfb01");
  BOOST_TEST(seen.fqdn == "f68e011bfb01.pr.edgegap.net");
  BOOST_TEST(seen.public_ip == "162.254.141.66");
  BOOST_TEST(seen.delete_url.value().str() == "https://api.edgegap.com/v1/self/stop/9f511e17/660");
  BOOST_TEST(seen.delete_token.matches("7df4cd933df87084b34ae80d8abde293"));
  BOOST_TEST(seen.context_url.value().str() == "https://api.edgegap.com/v1/context/9170f5211e17/17");
  BOOST_TEST(seen.context_token.matches("dfaf50b9333b9ee07b22ed247e4a17e6"));
  BOOST_TEST(seen.can_stop_itself());
  BOOST_TEST(seen.has_context());
  BOOST_TEST(seen.tags == (texts{"tag1", "tag2"}), boost::test_tools::per_element());
  BOOST_TEST(seen.ports.size() == 2U);
  BOOST_TEST(seen.ports.at(0).name == "Game Port");
  BOOST_TEST((seen.ports.at(0).internal == 7777));
  BOOST_TEST((seen.ports.at(0).external == 31504));
  BOOST_TEST(seen.ports.at(1).protocol == "TCP");
  BOOST_TEST(seen.place.value().city == "Montreal");
  BOOST_TEST(seen.place.value().longitude.value() == -73.619073);
  BOOST_TEST(!seen.vcpu_units.has_value());
}

BOOST_AUTO_TEST_CASE(the_sdks_samples_are_understood_whole) {
  texts all;
  for (const auto& each : sdk_extras) {
    if (all.empty()) all = mock_without("none");
    std::erase_if(all, [&](const std::string& old) { return name_of(old) == name_of(each); });
    all.push_back(each);
  }
  const auto seen = read_environment(all);
  BOOST_TEST(joined(seen.warnings) == "");
  BOOST_TEST(seen.host_id == "chicago-edge-od-1205-e3-30a8e1");
  BOOST_TEST((seen.base_clock_mhz == 2000));
  BOOST_TEST((seen.vcpu_units == 1536));
  BOOST_TEST((seen.memory_mb == 3072));
  BOOST_TEST((seen.private_fleet == false));
  BOOST_TEST(seen.private_fleet_id == "PUBLIC_CLOUD");
  BOOST_TEST((seen.beacon.enabled == false));
  BOOST_TEST(seen.beacon.public_ip == "");
  BOOST_TEST((seen.beacon.udp_port == std::nullopt));
  BOOST_TEST(seen.ports.at(0).name == "gameport");
  BOOST_TEST((seen.ports.at(0).external == 32013));
}

BOOST_AUTO_TEST_CASE(any_variable_may_be_absent_or_empty) {
  for (const auto& each : unity_mock) {
    const auto name = name_of(each);
    const bool promised = name.starts_with("ARBITRIUM_DELETE_") || name.starts_with("ARBITRIUM_CONTEXT_") ||
                          name == "ARBITRIUM_REQUEST_ID";
    for (const auto& seen : {read_environment(mock_without(name)), read_environment(mock_with(name + "=")),
                             read_environment(mock_with(name + "= \r"))}) {
      BOOST_TEST_CONTEXT(name << " gives " << joined(seen.warnings)) {
        BOOST_TEST(seen.on_platform);
        BOOST_TEST(seen.warnings.empty() == !promised);
        if (promised) BOOST_TEST(warns_of(seen, name, "missing or empty"));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_missing_url_or_token_says_what_is_lost) {
  for (std::string name : {"ARBITRIUM_DELETE_URL", "ARBITRIUM_DELETE_TOKEN"}) {
    const auto seen = read_environment(mock_without(name));
    BOOST_TEST(!seen.can_stop_itself());
    BOOST_TEST(warns_of(seen, name, "the deployment cannot stop itself"));
  }
  for (std::string name : {"ARBITRIUM_CONTEXT_URL", "ARBITRIUM_CONTEXT_TOKEN"}) {
    const auto seen = read_environment(mock_without(name));
    BOOST_TEST(!seen.has_context());
    BOOST_TEST(warns_of(seen, name, "the context endpoint cannot be asked"));
  }
}

BOOST_AUTO_TEST_CASE(a_platform_without_the_context_endpoint_is_no_surprise) {
  texts all = mock_without("ARBITRIUM_CONTEXT_URL");
  std::erase_if(all, [](const std::string& each) { return each.starts_with("ARBITRIUM_CONTEXT_TOKEN"); });
  BOOST_TEST(joined(read_environment(all).warnings) == "");
}

BOOST_AUTO_TEST_CASE(a_malformed_variable_is_a_warning_that_names_it_and_what_is_lost) {
  struct row {
    std::string variable;
    std::string lost;
  };
  const std::vector<row> table{
      {"ARBITRIUM_REQUEST_ID=../../etc", "public name"},
      {"ARBITRIUM_REQUEST_ID=" + std::string(64, 'a'), "public name"},
      {"ARBITRIUM_PUBLIC_IP=1.2\x01.3.4", "public address"},
      {"ARBITRIUM_DELETE_URL=http://api.edgegap.com/v1/self/stop/a/1", "cannot stop itself"},
      {"ARBITRIUM_DELETE_URL=api.edgegap.com/v1/self/stop/a/1", "cannot stop itself"},
      {"ARBITRIUM_DELETE_URL=https://", "cannot stop itself"},
      {"ARBITRIUM_DELETE_TOKEN=two words", "cannot stop itself"},
      {"ARBITRIUM_DELETE_TOKEN=a\r\nX-Evil: 1", "cannot stop itself"},
      {"ARBITRIUM_CONTEXT_URL=ftp://api.edgegap.com/", "context endpoint"},
      {"ARBITRIUM_CONTEXT_TOKEN=caf\xc3\xa9", "context endpoint"},
      {"ARBITRIUM_PORTS_MAPPING=7777:31504", "ARBITRIUM_PORT_*"},
      {"ARBITRIUM_PORTS_MAPPING=[]", "ARBITRIUM_PORT_*"},
      {R"(ARBITRIUM_PORTS_MAPPING={"ports":{"7777":{"external":"x"}}})", "/ports/7777/external"},
      {"ARBITRIUM_DEPLOYMENT_LOCATION=Montreal", "location is unknown"},
      {R"(ARBITRIUM_DEPLOYMENT_LOCATION={"city":5})", "/city"},
      {"ARBITRIUM_DEPLOYMENT_TAGS=a\x02", "tags are unknown"},
      {"ARBITRIUM_HOST_ID=a\tb", "host is unknown"},
      {"ARBITRIUM_DEPLOYMENT_VCPU_UNITS=lots", "processor"},
      {"ARBITRIUM_DEPLOYMENT_VCPU_UNITS=0", "processor"},
      {"ARBITRIUM_DEPLOYMENT_MEMORY_MB=-5", "memory"},
      {"ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY=99999999999999999999", "clock rate"},
      {"ARBITRIUM_HOST_IN_PRIVATE_FLEET=perhaps", "private fleet"},
      {"ARBITRIUM_PRIVATE_FLEET_ID=\x1b[31m", "private fleet"},
      {"ARBITRIUM_HOST_BEACON_ENABLED=2", "beacon"},
      {"ARBITRIUM_HOST_BEACON_PORT_UDP_EXTERNAL=65536", "beacon"},
  };
  for (const auto& each : table) {
    BOOST_TEST_CONTEXT(each.variable) {
      const auto seen = read_environment(mock_with(each.variable));
      BOOST_TEST(warns_of(seen, name_of(each.variable), each.lost), joined(seen.warnings));
      BOOST_TEST(seen.on_platform);
    }
  }
}

BOOST_AUTO_TEST_CASE(plain_http_goes_to_loopback_only) {
  const auto loopback =
      read_environment(mock_with("ARBITRIUM_DELETE_URL=http://127.0.0.1:8080/v1/self/stop/a/1"));
  BOOST_TEST(loopback.can_stop_itself());
  BOOST_TEST(joined(loopback.warnings) == "");
  const auto open = read_environment(mock_with("ARBITRIUM_CONTEXT_URL=http://10.0.0.1/v1/context/a/1"));
  BOOST_TEST(!open.has_context());
}

BOOST_AUTO_TEST_CASE(no_warning_repeats_a_token_even_one_in_the_wrong_place) {
  const std::string token = "7df4cd933df87084b34ae80d8abde293";
  for (std::string variable :
       {"ARBITRIUM_DELETE_URL=" + token, "ARBITRIUM_DELETE_URL=" + token + "://x",
        "ARBITRIUM_CONTEXT_URL=" + token, "ARBITRIUM_DELETE_URL=https://user:" + token + "@api.edgegap.com/",
        "ARBITRIUM_DEPLOYMENT_MEMORY_MB=" + token, "ARBITRIUM_DELETE_TOKEN=" + token + " " + token,
        "ARBITRIUM_REQUEST_ID=" + token + "!"}) {
    const auto seen = read_environment(mock_with(variable));
    BOOST_TEST(!seen.warnings.empty());
    BOOST_TEST(joined(seen.warnings).find(token) == std::string::npos, joined(seen.warnings));
  }
}

BOOST_AUTO_TEST_CASE(a_variable_past_the_limit_is_taken_as_empty) {
  const std::string name = "ARBITRIUM_PORTS_MAPPING";
  const auto seen =
      read_environment(mock_with(name + "=" + std::string(base::limits::variable_bytes + 1, 'x')));
  BOOST_TEST(warns_of(seen, name, "65536"));
  BOOST_TEST(seen.ports.size() == 1U);
}

BOOST_AUTO_TEST_CASE(without_a_mapping_the_ports_come_from_their_own_variables) {
  texts all = mock_without("ARBITRIUM_PORTS_MAPPING");
  for (std::string each : {"ARBITRIUM_PORT_7777_INTERNAL=7777", "ARBITRIUM_PORT_EXTERNAL_EXTERNAL=30001",
                           "ARBITRIUM_PORT_GAME_PORT_LINK=x", "ARBITRIUM_PORT__INTERNAL=1",
                           "ARBITRIUM_PORT_INTERNAL=2", "ARBITRIUM_PORT_WEB_INTERNAL=eighty"})
    all.push_back(each);
  const auto seen = read_environment(all);
  texts names;
  for (const auto& one : seen.ports) names.push_back(one.name);
  BOOST_TEST(names == (texts{"7777", "EXTERNAL", "GAME_PORT", "WEB"}), boost::test_tools::per_element());
  BOOST_TEST((seen.ports.at(2).internal == 7777));
  BOOST_TEST((seen.ports.at(2).external == 31504));
  BOOST_TEST(seen.ports.at(2).protocol == "UDP");
  BOOST_TEST((seen.ports.at(3).internal == std::nullopt));
  BOOST_TEST(warns_of(seen, "ARBITRIUM_PORT_WEB_INTERNAL", "internal number is unknown"));
}

BOOST_AUTO_TEST_CASE(a_mapping_keyed_by_number_without_names_takes_the_number_as_the_name) {
  const auto seen =
      read_environment(mock_with(R"(ARBITRIUM_PORTS_MAPPING={"ports":{"7777":{"internal":7777}}})"));
  BOOST_TEST(seen.ports.at(0).name == "7777");
}

BOOST_AUTO_TEST_CASE(the_beacon_is_read_under_both_of_its_names) {
  BOOST_TEST((read_environment(mock_with("ARBITRIUM_BEACON_ENABLED=True")).beacon.enabled == true));
  texts both = mock_with("ARBITRIUM_BEACON_ENABLED=true");
  both.push_back("ARBITRIUM_HOST_BEACON_ENABLED=false");
  BOOST_TEST((read_environment(both).beacon.enabled == false));
}

BOOST_AUTO_TEST_CASE(values_from_files_with_crlf_line_ends_are_trimmed) {
  texts all;
  for (const auto& each : unity_mock) all.push_back(each + "\r");
  const auto seen = read_environment(all);
  BOOST_TEST(joined(seen.warnings) == "");
  BOOST_TEST(seen.delete_token.matches("7df4cd933df87084b34ae80d8abde293"));
}

BOOST_AUTO_TEST_CASE(values_from_files_that_quote_them_are_taken_out_of_their_quotes) {
  texts all;
  for (const auto& each : unity_mock) {
    const auto value = each.find('=') + 1;
    all.push_back(each.substr(0, value) + "'" + each.substr(value) + "'");
  }
  const auto seen = read_environment(all);
  BOOST_TEST(joined(seen.warnings) == "");
  BOOST_TEST(seen.delete_token.matches("7df4cd933df87084b34ae80d8abde293"));
  BOOST_TEST((seen.ports.at(0).external == read_environment(unity_mock).ports.at(0).external));
}

BOOST_AUTO_TEST_CASE(off_the_platform_nothing_is_said) {
  for (const texts& all : {texts{}, texts{"PATH=/bin", "HOME=/root"}, texts{"ARBITRIUM_ENV_DEBUG=true"},
                           texts{"ARBITRIUM_MOCK_ENV=1"}, texts{"ARBITRIUM_", "=", "", "ARBITRIUMX=1"}}) {
    const auto seen = read_environment(all);
    BOOST_TEST(!seen.on_platform);
    BOOST_TEST(seen.warnings.empty());
  }
}

BOOST_AUTO_TEST_CASE(the_first_of_two_equal_names_counts) {
  texts all = unity_mock;
  all.push_back("ARBITRIUM_REQUEST_ID=second");
  BOOST_TEST(read_environment(all).request_id == "f68e011bfb01");
}

BOOST_AUTO_TEST_CASE(a_flood_of_broken_variables_gives_a_bounded_list_that_begins_with_the_promise_to_stop) {
  texts all{"ARBITRIUM_HOST_ID=x"};
  for (int i = 0; i < 500; ++i) all.push_back("ARBITRIUM_PORT_P" + std::to_string(i) + "_INTERNAL=no");
  const auto seen = read_environment(all);
  BOOST_TEST(seen.warnings.size() == base::limits::decode_warnings + 1);
  BOOST_TEST(seen.warnings.at(0).starts_with("ARBITRIUM_DELETE_URL"));
  BOOST_TEST(seen.ports.size() == base::limits::deployment_ports);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
