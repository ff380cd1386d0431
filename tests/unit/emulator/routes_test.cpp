#include "emulated_platform.hpp"
#include "emulator/api/route_table.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using tests::emulated_platform;

BOOST_FIXTURE_TEST_SUITE(emulator_routes, emulated_platform)

BOOST_AUTO_TEST_CASE(an_unknown_path_is_404_with_a_message) {
  for (const auto* path :
       {"/", "/v1/nothing", "/v1/status", "/v1/status/", "/v1/status/a/b", "/v2/deployments/"}) {
    const auto answer = as_organisation("GET", path);
    BOOST_TEST(answer.status == 404);
    BOOST_TEST(!message(answer).empty());
  }
}

BOOST_AUTO_TEST_CASE(a_wrong_method_is_405_and_names_the_allowed_one) {
  const auto answer = as_organisation("GET", "/v2/deployments");
  BOOST_TEST(answer.status == 405);
  BOOST_TEST(answer.headers.find("allow").value_or("") == "POST");
  BOOST_TEST(message(answer) == "GET is not allowed here; allowed: POST");
}

BOOST_AUTO_TEST_CASE(the_admin_routes_are_not_there_unless_asked_for) {
  emulator::api plain(platform, log, {{base::secret("organisation-token")}, false});
  BOOST_TEST(plain.answer(net::http_request("GET", "/_emulator/deployments")).response.status == 404);
  BOOST_TEST(plain.answer(net::http_request("PUT", "/_emulator/faults")).response.status == 404);
}

BOOST_AUTO_TEST_CASE(a_path_parameter_is_decoded_and_takes_one_segment) {
  std::vector<std::string> parameters;
  BOOST_TEST(emulator::match_path("/a/{x}/b/{y}", "/a/1%2F2/b/3", parameters));
  BOOST_TEST(parameters == (std::vector<std::string>{"1/2", "3"}), boost::test_tools::per_element());
  BOOST_TEST(!emulator::match_path("/a/{x}", "/a/%zz", parameters));
  BOOST_TEST(!emulator::match_path("/a/{x}", "/a/1/", parameters));
}

BOOST_AUTO_TEST_CASE(the_context_is_given_for_the_raw_token_alone) {
  auto& d = deploy_ready();
  const auto target = "/v1/context/" + d.request_id + "/" + d.context_key;
  const auto answer = call("GET", target, d.context_token.reveal());
  BOOST_TEST(answer.status == 200);
  BOOST_TEST(body(answer).at("request_id").as_string() == d.request_id);
  BOOST_TEST(call("GET", target, "").status == 401);
  BOOST_TEST(call("GET", target, d.delete_token.reveal()).status == 401);
  BOOST_TEST(call("GET", "/v1/context/ffffffffffff/1", d.context_token.reveal()).status == 404);
  BOOST_TEST(call("GET", "/v1/context/" + d.request_id + "/0", d.context_token.reveal()).status == 404);
}

BOOST_AUTO_TEST_CASE(the_status_needs_the_organisations_token_and_a_known_id) {
  auto& d = deploy();
  BOOST_TEST(as_organisation("GET", "/v1/status/" + d.request_id).status == 200);
  BOOST_TEST(call("GET", "/v1/status/" + d.request_id, "").status == 401);
  const auto unknown = as_organisation("GET", "/v1/status/ffffffffffff");
  BOOST_TEST(unknown.status == 400);
  BOOST_TEST(message(unknown) == "no deployment 'ffffffffffff'");
  BOOST_TEST(call("GET", "/v1/status/ffffffffffff", "").status == 401);
}

BOOST_AUTO_TEST_CASE(an_unknown_deployment_is_404_when_the_specification_is_to_be_kept) {
  emulator::api strict(platform, log, {{base::secret("organisation-token")}, false, false, 0, {}, 404});
  net::http_request request("GET", "/v1/status/ffffffffffff");
  request.authorization = base::secret("token organisation-token");
  BOOST_TEST(strict.answer(request).response.status == 404);
}

BOOST_AUTO_TEST_SUITE_END()
