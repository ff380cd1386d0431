// Requests that cannot be made: each is refused by name before anything is sent.
#include "base/limits.hpp"
#include "unit/edgegap/client/platform_calls.hpp"

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

deploy_request good() {
  deploy_request request;
  request.application = "a";
  request.version = "v";
  request.users = {user_address("203.0.113.7")};
  return request;
}

template <class Request, class Change>
std::string refusal(Request request, Change change) {
  change(request);
  const auto body = encode(request);
  return body ? "accepted: " + *body : body.error().message();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(requests, platform_calls)

BOOST_AUTO_TEST_CASE(a_deploy_of_the_least_sends_the_least) {
  BOOST_TEST(
      encode(good()).value() ==
      R"({"application":"a","version":"v","users":[{"user_type":"ip_address","user_data":{"ip_address":"203.0.113.7"}}]})");
}

BOOST_AUTO_TEST_CASE(a_deploy_without_what_it_needs) {
  using r = deploy_request&;
  BOOST_TEST(refusal(good(), [](r d) { d.application.clear(); }) == "application is missing");
  BOOST_TEST(refusal(good(), [](r d) { d.version.clear(); }) == "version is missing");
  BOOST_TEST(refusal(good(), [](r d) { d.users.clear(); }) == "users needs at least one address or position");
  BOOST_TEST(refusal(good(), [](r d) { d.users = {user_address("")}; }) == "users holds an empty address");
  BOOST_TEST(refusal(good(), [](r d) { d.users = {user_position(91, 0)}; }) ==
             "latitude is not within -90 to 90 degrees");
  BOOST_TEST(refusal(good(), [](r d) { d.users = {user_position(0, -180.1)}; }) ==
             "longitude is not within -180 to 180 degrees");
  BOOST_TEST(refusal(good(), [](r d) { d.tags = {"a", ""}; }) == "tags holds an empty text");
  BOOST_TEST(refusal(good(), [](r d) { d.environment = {environment_variable("", "x")}; }) ==
             "environment_variables holds one without a key");
  BOOST_TEST(refusal(good(), [](r d) {
               d.resources = deploy_resources{99, 200};
             }) == "cpu_units is less than 100 (1024 are one core)");
  BOOST_TEST(refusal(good(), [](r d) {
               d.resources = deploy_resources{100, 99};
             }) == "memory_mib is less than 100");
  BOOST_TEST(refusal(good(), [](r d) {
               d.resources = deploy_resources{100, 202};
             }) == "memory_mib is more than twice cpu_units");
  BOOST_TEST(refusal(good(), [](r d) { d.application = "caf\xE9"; }) ==
             "a text in the request is not valid UTF-8");
  BOOST_TEST(refusal(good(), [](r d) {
               d.environment = {
                   environment_variable("k", std::string(base::limits::fleet_request_bytes, 'x'))};
             }).starts_with("the request is "));
}

BOOST_AUTO_TEST_CASE(a_deploy_to_hosts_that_are_none) {
  fleet_deploy_request request;
  static_cast<deploy_request&>(request) = good();
  using r = fleet_deploy_request&;
  BOOST_TEST(refusal(request, [](r) {}) == "private_host_ids needs at least one host");
  BOOST_TEST(refusal(request, [](r d) { d.private_host_ids = {""}; }) ==
             "private_host_ids holds an empty text");
  BOOST_TEST(refusal(request, [](r d) {
               d.private_host_ids = {"a", "a"};
             }) == "private_host_ids names a host twice");
}

BOOST_AUTO_TEST_CASE(a_deploy_of_v1_without_what_it_needs) {
  deploy_v1_request request;
  request.app_name = "a";
  request.users = std::vector<std::string>{"203.0.113.7"};
  using r = deploy_v1_request&;
  BOOST_TEST(encode(request).value() == R"({"app_name":"a","ip_list":["203.0.113.7"]})");
  BOOST_TEST(refusal(request, [](r d) { d.app_name.clear(); }) == "app_name is missing");
  BOOST_TEST(refusal(request, [](r d) { d.users = std::vector<std::string>(); }) ==
             "ip_list or geo_ip_list needs at least one user");
  BOOST_TEST(refusal(request, [](r d) { d.users = std::vector<placed_address>(); }) ==
             "ip_list or geo_ip_list needs at least one user");
  BOOST_TEST(refusal(request, [](r d) {
               d.filters = {location_filter(location_field::city, value_filter(match_kind::any, {}))};
             }) == "filters holds one without values");
  BOOST_TEST(refusal(request, [](r d) { d.log_storage.emplace(); }) == "endpoint_storage is missing");
}

BOOST_AUTO_TEST_CASE(list_filters_are_made_of_types) {
  list_query query;
  BOOST_TEST(!encode(query).value().has_value());
  query.status.emplace(std::vector<deployment_status>{deployment_status::ready, deployment_status::error},
                       true);
  query.application.emplace(std::string("a\"b"));
  query.tags.emplace(std::string("é/100%"));
  query.created_at.emplace(time_comparison::from, parse_timestamp("2026-04-22 12:00:46").value());
  query.order.emplace_back(list_field::created_at, true);
  BOOST_TEST(
      encode(query).value().value() ==
      R"({"filters":[{"field":"status","operator":"nin","value":["ready","error"]},{"field":"application","operator":"eq","value":"a\"b"},{"field":"tags","operator":"eq","value":"é/100%"},{"field":"created_at","operator":"gte","value":"2026-04-22 12:00:46.000000"}],"order_by":[{"field":"created_at","order":"desc"}]})");
  query.version.emplace(std::vector<std::string>());
  BOOST_TEST(encode(query).error().message() == "version is filtered by no value");
  list_query unknown;
  unknown.status.emplace(deployment_status::unknown);
  BOOST_TEST(encode(unknown).error().message() == "status cannot be filtered by 'unknown'");
}

BOOST_AUTO_TEST_CASE(a_bulk_stop_never_means_everything) {
  BOOST_TEST(encode(bulk_stop_request()).error().message() ==
             "filters are missing: without one, everything would be stopped");
  bulk_stop_request empty;
  empty.tags.emplace(match_kind::any, std::vector<std::string>());
  BOOST_TEST(encode(empty).error().message() == "deployment_tags is filtered by no value");
  listed_deployment one;
  one.request_id = "a";
  one.tags = {"x", "y"};
  BOOST_TEST(!bulk_stop_request().accepts(one));
  const auto accepts = [&one](match_kind kind, std::vector<std::string> tags) {
    bulk_stop_request request;
    request.tags.emplace(kind, std::move(tags));
    return request.accepts(one);
  };
  BOOST_TEST((accepts(match_kind::any, {"y", "z"}) && !accepts(match_kind::any, {"z"})));
  BOOST_TEST((accepts(match_kind::all, {"y", "x"}) && !accepts(match_kind::all, {"y", "z"})));
  BOOST_TEST((accepts(match_kind::none, {"z"}) && !accepts(match_kind::none, {"y", "z"})));
  bulk_stop_request both;
  both.request_ids.emplace(match_kind::any, std::vector<std::string>{"a"});
  both.tags.emplace(match_kind::any, std::vector<std::string>{"z"});
  BOOST_TEST(!both.accepts(one));
}

BOOST_AUTO_TEST_CASE(a_call_that_cannot_be_made_sends_nothing_and_says_why) {
  const auto refused = [](const auto& answer) {
    BOOST_REQUIRE(answer.has_error());
    BOOST_TEST((answer.error().kind() == outcome_kind::invalid));
    BOOST_TEST(!answer.error().may_have_been_applied());
    return answer.error().detail();
  };
  BOOST_TEST(refused(run(platform.deploy(deploy_request(), in(5s)))) == "application is missing");
  BOOST_TEST(refused(run(platform.tag_create("a", "", in(5s)))) == "name is missing");
  BOOST_TEST(refused(run(platform.tag_delete("a", "..", in(5s)))).find("{tag_name}") != std::string::npos);
  BOOST_TEST(refused(run(platform.tag("", "x", in(5s)))).find("{request_id} is empty") != std::string::npos);
  metrics_query backwards;
  backwards.start_time = parse_timestamp("2026-04-22 12:00:46");
  backwards.end_time = backwards.start_time;
  BOOST_TEST(refused(run(platform.metrics("a", backwards, in(5s)))) ==
             "end_time must be later than start_time");
  metrics_query standing;
  standing.step = 0s;
  BOOST_TEST(refused(run(platform.metrics("a", standing, in(5s)))) == "steps must be a second at least");
  client nobody(http, time, client_settings{settings().api, std::nullopt});
  BOOST_TEST(refused(run(nobody.logs("a", in(5s)))).find("API token") != std::string::npos);
  BOOST_TEST(refused(run(nobody.context_tag_add("a", in(5s)))).find("injected") != std::string::npos);
  BOOST_TEST(http.requests().empty());
}

BOOST_AUTO_TEST_CASE(a_step_has_the_largest_unit_that_fits) {
  BOOST_TEST(format_step(30s).value() == "30s");
  BOOST_TEST(format_step(90s).value() == "90s");
  BOOST_TEST(format_step(5min).value() == "5m");
  BOOST_TEST(format_step(2h).value() == "2h");
  BOOST_TEST(!format_step(-1s).has_value());
}

BOOST_AUTO_TEST_CASE(an_injected_url_keeps_its_own_query) {
  auto given = injected();
  given.context_url = net::parse_url("https://api.edgegap.com/v1/context/a/1/?key=x").value();
  client inside(http, time, settings(), given);
  http.then(204, "");
  BOOST_TEST(run(inside.context_tag_remove("t", in(5s))).has_value());
  BOOST_TEST(http.requests().back().url == "https://api.edgegap.com/v1/context/a/1/tags/t?key=x");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
