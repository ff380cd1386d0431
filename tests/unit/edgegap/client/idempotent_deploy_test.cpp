#include "edgegap/client/idempotent_deploy.hpp"

#include "unit/edgegap/client/platform_calls.hpp"

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

struct deploys : platform_calls {
  base::random_source random{7};

  template <class Request = deploy_request>
  Request request() const {
    Request one;
    one.application = "a";
    one.version = "v";
    one.users = {user_address("203.0.113.7")};
    one.tags = {"mine"};
    return one;
  }
  api_result<deploy_result> deploy(base::duration within = 1min) {
    return run(idempotent_deploy(platform, time, random, request(), in(within)), within);
  }
  std::string idempotency_tag() const {
    const auto& body = http.requests().front().body;
    return body.substr(body.find("gk-"), 19);
  }
  static std::string list_of(std::string id, std::string tag) {
    return R"({"data":[{"request_id":")" + id + R"(","tags":["mine",")" + tag + R"("]}]})";
  }
  int sent(std::string_view method) const {
    int count = 0;
    for (const auto& each : http.requests()) count += each.method == method;
    return count;
  }
};

// The tag that the seed of these tests gives.
std::string first_mark() {
  deploys world;
  world.http.then(202, R"({"request_id":"x"})");
  return world.deploy().value().idempotency_tag;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(deploy_only_once, deploys)

BOOST_AUTO_TEST_CASE(a_deploy_that_goes_well_carries_a_mark_of_its_own) {
  http.then(202, R"({"request_id":"x"})");
  const auto first = deploy().value();
  BOOST_TEST(first.request_id == "x");
  BOOST_TEST(!first.found);
  BOOST_TEST(first.text == R"({"request_id":"x"})");
  BOOST_TEST(first.idempotency_tag.size() == 19U);
  BOOST_TEST(first.idempotency_tag.starts_with("gk-"));
  BOOST_TEST(http.requests()[0].body.find(R"("tags":["mine",")" + first.idempotency_tag + "\"]") !=
             std::string::npos);
  http.then(202, R"({"request_id":"y"})");
  BOOST_TEST(deploy().value().idempotency_tag != first.idempotency_tag);
}

BOOST_AUTO_TEST_CASE(one_that_happened_although_its_answer_was_lost_is_found_and_not_sent_again) {
  http.then(base::errc::closed);
  http.then(200, R"({"data":[]})");  // the list lags behind
  http.then(
      200,
      R"({"data":[{"request_id":"other","tags":["mine"]}],"pagination":{"number":1,"next_page_number":2,"has_next":true}})");
  http.then(200, list_of("found", first_mark()));
  const auto placed = deploy().value();
  BOOST_TEST(placed.request_id == "found");
  BOOST_TEST(placed.found);
  BOOST_TEST(placed.idempotency_tag == idempotency_tag());
  BOOST_TEST(sent("POST") == 1);
  BOOST_TEST(http.requests()[1].url.find(placed.idempotency_tag) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(one_that_did_not_happen_is_sent_again_with_the_same_mark) {
  http.then(504, "{}");
  for (int i = 0; i < 3; ++i) http.then(200, R"({"data":[]})");
  http.then(202, R"({"request_id":"second"})");
  const auto placed = deploy().value();
  BOOST_TEST(placed.request_id == "second");
  BOOST_TEST(!placed.found);
  BOOST_TEST(sent("POST") == 2);
  BOOST_TEST(sent("GET") == 3);
  BOOST_TEST(http.requests().back().body == http.requests().front().body);
}

BOOST_AUTO_TEST_CASE(an_answer_that_cannot_be_read_is_looked_up_too) {
  http.then(202, R"({"request_)");
  http.then(200, list_of("found", first_mark()));
  BOOST_TEST(deploy().value().request_id == "found");
}

BOOST_AUTO_TEST_CASE(when_the_list_cannot_be_had_the_outcome_stays_unknown_and_the_mark_is_told) {
  http.then(base::errc::closed);
  http.then(401, R"({"message":"no"})");
  const auto answer = deploy();
  BOOST_REQUIRE(answer.has_error());
  BOOST_TEST(answer.error().may_have_been_applied());
  BOOST_TEST((answer.error().operation() == operation_id::deploy));
  BOOST_TEST(answer.error().message().find(idempotency_tag()) != std::string::npos);
  BOOST_TEST(sent("POST") == 1);
}

BOOST_AUTO_TEST_CASE(when_no_time_is_left_to_look_the_outcome_stays_unknown) {
  http.then(base::errc::closed);
  const auto answer = deploy(1s);
  BOOST_TEST(answer.error().may_have_been_applied());
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_refused_is_neither_looked_up_nor_sent_again) {
  http.then(400, R"({"message":"no such application"})");
  const auto answer = deploy();
  BOOST_TEST(answer.error().detail() == "no such application");
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(it_is_sent_three_times_at_most) {
  for (int i = 0; i < 3; ++i) {
    http.then(500, "{}");
    for (int j = 0; j < 3; ++j) http.then(200, R"({"data":[]})");
  }
  const auto answer = deploy(10min);
  BOOST_REQUIRE(answer.has_error());
  BOOST_TEST(sent("POST") == 3);
  BOOST_TEST(answer.error().message().find("no deployment with the tag " + idempotency_tag()) !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_other_two_deploys_are_made_once_as_well) {
  auto fleet = request<fleet_deploy_request>();
  fleet.private_host_ids = {"h"};
  http.then(base::errc::closed);
  http.then(200, list_of("found", first_mark()));
  BOOST_TEST(run(idempotent_deploy(platform, time, random, fleet, in(1min)), 1min).value().request_id ==
             "found");
  BOOST_TEST(http.requests()[0].url.ends_with("/v2/private-fleets/deployments"));
  deploy_v1_request v1;
  v1.app_name = "a";
  v1.users = std::vector<std::string>{"203.0.113.7"};
  http.then(200, R"({"request_id":"old"})");
  const auto placed = run(idempotent_deploy(platform, time, random, v1, in(1min)), 1min).value();
  BOOST_TEST(placed.request_id == "old");
  BOOST_TEST(http.requests().back().url.ends_with("/v1/deploy"));
  BOOST_TEST(http.requests().back().body.find(placed.idempotency_tag) != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
