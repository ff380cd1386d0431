#include "emulator/api/allowed_hosts.hpp"

#include "emulated_platform.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using emulator::allowed_hosts;

namespace {

bool allowed(const allowed_hosts& hosts, const std::string& header, const std::string& value) {
  net::http_request request;
  request.headers.add(header, value);
  return !hosts.refuse(request);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(emulator_allowed_hosts)

BOOST_AUTO_TEST_CASE(loopback_names_and_addresses_are_allowed_with_any_port) {
  const allowed_hosts hosts;
  for (const auto* host :
       {"localhost", "LocalHost:8080", "127.0.0.1:1", "127.9.9.9", "[::1]:8080", "game.localhost"}) {
    BOOST_TEST(allowed(hosts, "Host", host), host);
    BOOST_TEST(allowed(hosts, "Origin", "http://" + std::string(host)), host);
  }
}

BOOST_AUTO_TEST_CASE(every_other_name_is_refused_in_either_header) {
  const allowed_hosts hosts;
  for (const auto* host :
       {"attacker.example", "localhost.attacker.example", "127.0.0.1.attacker.example", "192.0.2.1", "",
        "localhost@attacker.example", "attacker.example#localhost", "localhost/x", "[::2]"}) {
    BOOST_TEST(!allowed(hosts, "host", host), host);
    BOOST_TEST(!allowed(hosts, "origin", "https://" + std::string(host)), host);
  }
  BOOST_TEST(!allowed(hosts, "Origin", "null"));
  BOOST_TEST(!allowed(hosts, "Origin", "localhost"));
}

BOOST_AUTO_TEST_CASE(a_second_host_does_not_hide_behind_the_first) {
  net::http_request request;
  request.headers.add("Host", "localhost");
  request.headers.add("Host", "attacker.example");
  BOOST_TEST(allowed_hosts().refuse(request).has_value());
}

BOOST_AUTO_TEST_CASE(names_can_be_added_and_all_addresses_for_a_server_on_all_of_them) {
  const allowed_hosts named({"platform", "192.0.2.1"}, false);
  BOOST_TEST(allowed(named, "Host", "Platform:8080"));
  BOOST_TEST(allowed(named, "Host", "192.0.2.1:8080"));
  BOOST_TEST(!allowed(named, "Host", "192.0.2.2"));
  const allowed_hosts everywhere({}, true);
  BOOST_TEST(allowed(everywhere, "Host", "192.0.2.2:8080"));
  BOOST_TEST(allowed(everywhere, "Host", "[2001:db8::1]:8080"));
  BOOST_TEST(!allowed(everywhere, "Host", "attacker.example"));
}

BOOST_AUTO_TEST_CASE(a_request_without_either_comes_from_no_browser) {
  BOOST_TEST(!allowed_hosts().refuse(net::http_request()).has_value());
}

BOOST_FIXTURE_TEST_CASE(a_refused_caller_is_told_so_before_its_token_is_looked_at, tests::emulated_platform) {
  net::http_request request("POST", "/v1/deploy");
  request.headers.add("Host", "attacker.example");
  request.authorization = base::secret("token organisation-token");
  request.body = R"({"app_name": "game", "version_name": "v1", "ip_list": ["1.2.3.4"]})";
  BOOST_TEST(api.answer(request).response.status == 403);
  int made = 0;
  platform.deployments().for_each([&made](emulator::deployment&) { ++made; });
  BOOST_TEST(made == 0);
}

BOOST_AUTO_TEST_SUITE_END()
