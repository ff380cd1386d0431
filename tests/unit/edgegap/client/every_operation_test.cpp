// What holds for every operation: what it sends, and what each answer means.
#include "unit/edgegap/client/platform_calls.hpp"

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

bool is_stop(operation_id id) {
  return id == operation_id::self_stop || id == operation_id::deployment_stop;
}

// Those whose answer has members that have to be there.
bool has_required_members(operation_id id) {
  switch (id) {
    case operation_id::context_get:
    case operation_id::deployment_status:
    case operation_id::deploy:
    case operation_id::fleet_deploy:
    case operation_id::deploy_v1:
    case operation_id::tag_get:
    case operation_id::tag_create:
    case operation_id::tag_update:
    case operation_id::context_tag_add:
      return true;
    default:
      return false;
  }
}

bool has_no_answer_body(operation_id id) {
  return is_stop(id) || id == operation_id::tag_delete || id == operation_id::context_tag_remove;
}

outcome_kind expected_kind(int status) {
  switch (status) {
    case 401:
    case 403:
      return outcome_kind::denied;
    case 404:
      return outcome_kind::not_found;
    case 410:
      return outcome_kind::gone;
    case 500:
      return outcome_kind::transient;
    default:
      return outcome_kind::invalid;
  }
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(every_operation, platform_calls)

BOOST_AUTO_TEST_CASE(the_documented_calls_are_the_table) {
  const auto all = documented_calls();
  BOOST_REQUIRE(all.size() == operations().size());
  for (std::size_t i = 0; i < all.size(); ++i) BOOST_TEST((all[i].operation == operations()[i].id));
}

BOOST_AUTO_TEST_CASE(it_sends_what_is_documented_and_nothing_else) {
  for (const auto& call : documented_calls()) {
    const auto& row = describe(call.operation);
    BOOST_TEST_CONTEXT(row.name) {
      http.then(row.documented_codes.front(), call.success);
      const auto failure = call.make(*this);
      BOOST_TEST(!failure.has_value(), (failure ? failure->message() : ""));
      const auto& sent = http.requests().back();
      BOOST_TEST(sent.method == row.method);
      BOOST_TEST(sent.url == call.url);
      const bool injected_only = row.authorization == authorization_kind::deployment_token;
      BOOST_TEST(sent.authorization.value() == (injected_only ? injected_token : "token " + api_token));
      BOOST_TEST(sent.headers.find("Accept").value_or("") == "application/json");
      BOOST_TEST(sent.headers.find("Content-Type").value_or("") ==
                 (call.body.empty() ? "" : "application/json"));
      BOOST_TEST(sent.body == call.body);
      BOOST_TEST((sent.deadline == in(5s)));
    }
  }
  BOOST_TEST(http.requests().size() == operations().size());
}

BOOST_AUTO_TEST_CASE(every_documented_code_has_its_meaning) {
  for (const auto& call : documented_calls()) {
    for (const int status : describe(call.operation).documented_codes) {
      BOOST_TEST_CONTEXT(describe(call.operation).name << " " << status) {
        const bool good = status < 300;
        http.then(status, good ? call.success : R"({"message":"said"})");
        const auto failure = call.make(*this);
        BOOST_REQUIRE(failure.has_value() != good);
        if (good) continue;
        BOOST_TEST((failure->operation() == call.operation));
        BOOST_TEST(failure->status() == status);
        BOOST_TEST((failure->kind() == expected_kind(status)));
        BOOST_TEST(failure->detail() == "said");
        BOOST_TEST(failure->request_id() == call.about);
        const bool worth_it = status == 500 && describe(call.operation).idempotent;
        BOOST_TEST(failure->retry_can_help() == worth_it);
        BOOST_TEST(failure->may_have_been_applied() ==
                   (status == 500 && !describe(call.operation).idempotent));
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_throttled_call_can_be_made_again_and_says_when) {
  for (const auto& call : documented_calls()) {
    if (is_stop(call.operation)) continue;  // client_test.cpp
    BOOST_TEST_CONTEXT(describe(call.operation).name) {
      auto busy = tests::scripted_transport::answer(429, R"({"message":"slow down"})");
      busy.result->headers.add("Retry-After", "3");
      http.then(busy);
      const auto failure = call.make(*this);
      BOOST_REQUIRE(failure.has_value());
      BOOST_TEST((failure->kind() == outcome_kind::throttled));
      BOOST_TEST((failure->retry_after() == base::duration(3s)));
      BOOST_TEST(failure->retry_can_help());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_redirect_is_not_followed_and_says_where_it_leads) {
  for (const auto& call : documented_calls()) {
    BOOST_TEST_CONTEXT(describe(call.operation).name) {
      auto moved = tests::scripted_transport::answer(302, "");
      moved.result->headers.add("Location", "https://elsewhere.example/login?back=hidden");
      http.then(moved);
      const auto sent_before = http.requests().size();
      const auto failure = call.make(*this);
      BOOST_REQUIRE(failure.has_value());
      BOOST_TEST(http.requests().size() == sent_before + 1);
      BOOST_TEST(failure->detail().find("https://elsewhere.example") != std::string::npos);
      BOOST_TEST(failure->detail().find("hidden") == std::string::npos);
      BOOST_TEST(!failure->retry_can_help());
      BOOST_TEST(!failure->may_have_been_applied());
    }
  }
}

BOOST_AUTO_TEST_CASE(a_success_that_is_a_proxys_page_or_no_json_or_not_whole_is_an_error) {
  for (const auto& call : documented_calls()) {
    if (has_no_answer_body(call.operation)) continue;
    std::vector<std::string> bodies{"<html><body>Sign in</body></html>",
                                    "",
                                    "null",
                                    "[]",
                                    "5",
                                    call.success.substr(0, call.success.size() - 1),
                                    call.success + "x"};
    if (has_required_members(call.operation)) bodies.push_back("{}");
    for (const auto& body : bodies) {
      BOOST_TEST_CONTEXT(describe(call.operation).name << " '" << body << "'") {
        http.then(200, body);
        const auto failure = call.make(*this);
        BOOST_REQUIRE(failure.has_value());
        BOOST_TEST((failure->code() == base::errc::malformed));
        BOOST_TEST(failure->status() == 200);
        BOOST_TEST(failure->request_id() == call.about);
        BOOST_TEST(failure->may_have_been_applied() == !describe(call.operation).idempotent);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(a_proxys_error_page_is_described_and_not_repeated) {
  for (const auto& call : documented_calls()) {
    BOOST_TEST_CONTEXT(describe(call.operation).name) {
      http.then(
          tests::scripted_reply(net::http_response(502, "text/html", "<html><h1>Bad Gateway</h1></html>")));
      const auto failure = call.make(*this);
      BOOST_REQUIRE(failure.has_value());
      BOOST_TEST(failure->status() == 502);
      BOOST_TEST(failure->detail().find("<h1>") == std::string::npos);
      BOOST_TEST(failure->detail().find("text/html") != std::string::npos);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_call_without_an_answer_says_whether_it_may_have_happened) {
  using base::errc;
  for (const auto& call : documented_calls()) {
    if (is_stop(call.operation)) continue;  // client_test.cpp
    const bool idempotent = describe(call.operation).idempotent;
    for (auto code : {errc::dns, errc::unreachable, errc::tls}) {
      http.then(code);
      const auto failure = call.make(*this);
      BOOST_REQUIRE(failure.has_value());
      BOOST_TEST((failure->retry_can_help() && !failure->may_have_been_applied()),
                 describe(call.operation).name);
    }
    for (auto code : {errc::timed_out, errc::closed, errc::malformed, errc::too_large}) {
      http.then(code);
      const auto failure = call.make(*this);
      BOOST_REQUIRE(failure.has_value());
      BOOST_TEST(failure->retry_can_help() == idempotent, describe(call.operation).name);
      BOOST_TEST(failure->may_have_been_applied() == !idempotent, describe(call.operation).name);
    }
  }
}

BOOST_AUTO_TEST_CASE(no_operation_lets_a_token_come_back) {
  for (const auto& call : documented_calls()) {
    const auto& row = describe(call.operation);
    const auto& token =
        row.authorization == authorization_kind::deployment_token ? injected_token : api_token;
    http.then(400, R"({"message":"no such token: )" + token + R"("})");
    const auto failure = call.make(*this);
    BOOST_REQUIRE(failure.has_value());
    BOOST_TEST(failure->message().find(token) == std::string::npos, row.name);
  }
}

BOOST_AUTO_TEST_CASE(the_answer_is_kept_as_it_came) {
  const std::string body = R"({ "request_id": "a",  "current_status":"Status.READY", "future": [1, 2] })";
  http.then(200, body);
  BOOST_TEST(run(platform.status("a", in(5s)))->text == body);
}

BOOST_AUTO_TEST_CASE(a_deploy_that_cannot_be_placed_names_the_deployment_it_leaves) {
  http.then(422, R"({"request_id":"a69f8e3e0555","message":"Could not allocate"})");
  const auto failure = documented_calls()[static_cast<std::size_t>(operation_id::deploy)].make(*this);
  BOOST_REQUIRE(failure.has_value());
  BOOST_TEST(failure->request_id() == "a69f8e3e0555");
  BOOST_TEST(failure->message() == "deploy of a69f8e3e0555 was answered 422: Could not allocate");
}

BOOST_AUTO_TEST_CASE(details_are_part_of_the_message) {
  http.then(400, R"({"message":"Validation failed","details":{"users":["at least one"]}})");
  const auto failure = documented_calls()[static_cast<std::size_t>(operation_id::deploy)].make(*this);
  BOOST_TEST(failure.value().detail() == R"(Validation failed {"users":["at least one"]})");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
