#include "gamekeeper/doctor/surroundings.hpp"

#include "gamekeeper/doctor/platform_view.hpp"

#include <boost/test/unit_test.hpp>

#include <linux/capability.h>

using namespace gamekeeper;
using findings::outcome;

namespace {

std::vector<findings::finding> seen_in(const std::vector<std::string>& environment) {
  std::vector<findings::finding> all;
  doctor::look_at_variables(environment, edgegap::read_environment(environment),
                            [&all](const auto& one) { all.push_back(one); });
  return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(surroundings)

BOOST_AUTO_TEST_CASE(capabilities_of_a_status) {
  const std::string status = "Name:\tx\nCapPrm:\t0000000000000000\nCapEff:\t0000000000000080\n";
  BOOST_TEST(doctor::has_capability(status, CAP_SETUID));
  BOOST_TEST(!doctor::has_capability(status, CAP_SETGID));
  BOOST_TEST(!doctor::has_capability("", CAP_SETUID));
}

BOOST_AUTO_TEST_CASE(off_the_platform_that_is_said_and_is_no_failure) {
  const auto all = seen_in({"PATH=/bin", "SHELL=/bin/sh"});
  BOOST_TEST((all.at(0).how == outcome::skip));
  BOOST_TEST(all.size() == 2u);
  BOOST_TEST(all.at(1).details.size() == 1u);  // SHELL means nothing to the agent
}

BOOST_AUTO_TEST_CASE(a_token_is_hidden_wherever_it_stands) {
  const auto all =
      seen_in({"ARBITRIUM_REQUEST_ID=r1", "ARBITRIUM_DELETE_URL=https://api.example/v1/self/stop/1/2",
               "ARBITRIUM_DELETE_TOKEN=0123456789abcdef", "EDGEGAP_COPY=<0123456789abcdef>"});
  BOOST_TEST((all.at(1).what == "self-stop" && all.at(1).how == outcome::ok));
  for (const auto& line : all.back().details)
    BOOST_TEST(line.find("0123456789abcdef") == std::string::npos, line);
  BOOST_TEST(all.back().details.size() == 4u);
}

BOOST_AUTO_TEST_CASE(a_deployment_that_cannot_stop_itself_is_a_failure) {
  const auto all = seen_in({"ARBITRIUM_REQUEST_ID=r1", "ARBITRIUM_DELETE_TOKEN=0123456789abcdef"});
  BOOST_TEST((all.at(1).how == outcome::fail));
  BOOST_TEST(all.at(1).seen.starts_with("ARBITRIUM_DELETE_URL"));
}

BOOST_AUTO_TEST_SUITE_END()
