#include "edgegap/client/client.hpp"

#include "support/fake_clock.hpp"
#include "support/scripted_transport.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <exception>

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;
using base::errc;

constexpr std::string_view delete_token = "7df4cd933df87084b34ae80d8abde293";
constexpr std::string_view context_token = "dfaf50b9333b9ee07b22ed247e4a17e6";
constexpr std::string_view organisation_token = "3f0c6f52-0a9c-4b1e-8f57-2d1c6c1f9a10";

injected_environment injected() {
  const std::vector<std::string> variables{
      "ARBITRIUM_REQUEST_ID=f68e011bfb01",
      "ARBITRIUM_DELETE_URL=https://api.edgegap.com/v1/self/stop/9f511e17/660",
      "ARBITRIUM_DELETE_TOKEN=" + std::string(delete_token),
      "ARBITRIUM_CONTEXT_URL=https://api.edgegap.com/v1/context/9170f5211e17/17",
      "ARBITRIUM_CONTEXT_TOKEN=" + std::string(context_token),
  };
  return read_environment(variables);
}

struct fixture {
  boost::asio::io_context loop;
  tests::fake_clock time{loop};
  tests::scripted_transport http{time};
  client_settings settings{net::parse_url("https://api.edgegap.com").value(),
                           base::secret(std::string(organisation_token))};
  client platform{http, time, settings, injected()};
  client unarmed{http, time, client_settings{settings.api, std::nullopt}, injected_environment{}};

  base::time_point in(base::duration from_now) const { return time.now() + from_now; }

  /// Runs the call until nothing but waiting is left to do, then lets `wait` pass.
  template <class T>
  T run(boost::asio::awaitable<T> call, base::duration wait = base::duration(0)) {
    std::optional<T> outcome;
    boost::asio::co_spawn(loop, std::move(call), [&outcome](std::exception_ptr escaped, T value) {
      if (escaped) std::rethrow_exception(escaped);
      outcome.emplace(std::move(value));
    });
    time.advance(wait);
    BOOST_REQUIRE(outcome.has_value());
    return std::move(*outcome);
  }
};

bool mentions_a_token(const std::string& text) {
  return text.find(delete_token) != std::string::npos || text.find(context_token) != std::string::npos ||
         text.find(organisation_token) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(client_calls, fixture)

BOOST_AUTO_TEST_CASE(status_asks_the_api_with_the_organisations_token) {
  http.then(200, R"({"request_id":"a/b","current_status":"Status.READY"})");
  const auto answer = run(platform.status("a/b", in(5s)));
  BOOST_TEST((answer.value().value.status == deployment_status::ready));
  const auto& sent = http.requests().at(0);
  BOOST_TEST(sent.method == "GET");
  BOOST_TEST(sent.url == "https://api.edgegap.com/v1/status/a%2Fb");
  BOOST_TEST(sent.authorization.value() == "token " + std::string(organisation_token));
  BOOST_TEST((sent.deadline == in(5s)));
}

BOOST_AUTO_TEST_CASE(the_context_is_asked_at_its_own_url_with_the_raw_token) {
  http.then(200, R"({"request_id":"a","status":"Status.READY","sockets_usage":0})");
  const auto answer = run(platform.context(in(5s)));
  BOOST_TEST((answer.value().value.sockets_usage == 0));
  const auto& sent = http.requests().at(0);
  BOOST_TEST(sent.method == "GET");
  BOOST_TEST(sent.url == "https://api.edgegap.com/v1/context/9170f5211e17/17");
  BOOST_TEST(sent.authorization.value() == context_token);
}

BOOST_AUTO_TEST_CASE(self_stop_deletes_the_injected_url_with_the_raw_token_and_no_body) {
  http.then(202, R"({"message":"1a9e4ff02cce - Delete request will be processed soon"})");
  const auto outcome = run(platform.self_stop(in(10s)));
  BOOST_TEST((outcome.kind == stop_kind::accepted));
  BOOST_TEST(outcome.status == 202);
  BOOST_TEST(outcome.message == "1a9e4ff02cce - Delete request will be processed soon");
  const auto& sent = http.requests().at(0);
  BOOST_TEST(sent.method == "DELETE");
  BOOST_TEST(sent.url == "https://api.edgegap.com/v1/self/stop/9f511e17/660");
  BOOST_TEST(sent.authorization.value() == delete_token);
  BOOST_TEST(sent.body == "");
}

BOOST_AUTO_TEST_CASE(stop_deletes_any_deployment_of_the_organisation) {
  http.then(410, R"({"message":"gone"})");
  const auto outcome = run(platform.stop("c0653765de3b", in(10s)));
  BOOST_TEST((outcome.kind == stop_kind::already_gone));
  BOOST_TEST(http.requests().at(0).method == "DELETE");
  BOOST_TEST(http.requests().at(0).url == "https://api.edgegap.com/v1/stop/c0653765de3b");
  BOOST_TEST(http.requests().at(0).authorization.value() == "token " + std::string(organisation_token));
}

BOOST_AUTO_TEST_CASE(every_answer_to_a_stop_has_its_meaning) {
  struct row {
    int status;
    stop_kind kind;
    bool settled;
  };
  const std::vector<row> table{
      {200, stop_kind::accepted, true},     {202, stop_kind::accepted, true},
      {204, stop_kind::accepted, true},     {299, stop_kind::accepted, true},
      {302, stop_kind::failed, false},      {400, stop_kind::failed, false},
      {401, stop_kind::refused, false},     {403, stop_kind::refused, false},
      {404, stop_kind::not_found, true},    {405, stop_kind::failed, false},
      {408, stop_kind::failed, false},      {409, stop_kind::failed, false},
      {410, stop_kind::already_gone, true}, {422, stop_kind::failed, false},
      {429, stop_kind::failed, false},      {500, stop_kind::failed, false},
      {502, stop_kind::failed, false},      {503, stop_kind::failed, false},
  };
  for (const auto& each : table) {
    BOOST_TEST_CONTEXT(each.status) {
      http.then(each.status, R"({"message":"said"})");
      const auto outcome = run(platform.self_stop(in(10s)));
      BOOST_TEST((outcome.kind == each.kind));
      BOOST_TEST(outcome.settled() == each.settled);
      BOOST_TEST(outcome.status == each.status);
      BOOST_TEST(outcome.message == "said");
    }
  }
  for (auto code :
       {errc::dns, errc::unreachable, errc::tls, errc::timed_out, errc::closed, errc::malformed}) {
    http.then(code);
    const auto outcome = run(platform.self_stop(in(10s)));
    BOOST_TEST((outcome.kind == stop_kind::failed));
    BOOST_TEST(outcome.status == 0);
  }
}

BOOST_AUTO_TEST_CASE(what_a_proxy_answers_to_a_stop_settles_nothing) {
  for (const int status : {200, 202, 401, 403, 404, 410})
    for (const auto* body : {"<html>Forbidden</html>", "[]", "null"}) {
      http.then(status, body);
      BOOST_TEST((run(platform.self_stop(in(10s))).kind == stop_kind::failed));
    }
  for (const int status : {401, 403, 404, 410}) {
    http.then(status, R"({"error":"blocked"})");
    BOOST_TEST((run(platform.self_stop(in(10s))).kind == stop_kind::failed));
  }
  for (const auto* body : {"", "{}"}) {
    http.then(200, body);
    BOOST_TEST((run(platform.self_stop(in(10s))).kind == stop_kind::accepted));
  }
}

BOOST_AUTO_TEST_CASE(a_stop_that_has_to_wait_says_how_long) {
  auto busy = tests::scripted_transport::answer(429, "{}");
  busy.result->headers.add("Retry-After", "1.5");
  http.then(busy);
  BOOST_TEST((run(platform.self_stop(in(10s))).retry_after == base::duration(1500ms)));
  auto refused = tests::scripted_transport::answer(403, R"({"message":"no"})");
  refused.result->headers.add("Retry-After", "1.5");
  http.then(refused);
  BOOST_TEST((run(platform.self_stop(in(10s))).retry_after == std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_call_that_cannot_be_made_sends_nothing) {
  const auto stop = run(unarmed.self_stop(in(10s)));
  BOOST_TEST((stop.kind == stop_kind::refused));
  BOOST_TEST(!stop.message.empty());
  BOOST_TEST((run(unarmed.stop("a", in(10s))).kind == stop_kind::refused));
  BOOST_TEST((run(platform.stop("", in(10s))).kind == stop_kind::refused));
  for (const auto& answer : {run(unarmed.context(in(5s))), run(unarmed.status("a", in(5s)))}) {
    BOOST_REQUIRE(answer.has_error());
    BOOST_TEST((answer.error().kind() == outcome_kind::invalid));
    BOOST_TEST(answer.error().status() == 0);
  }
  BOOST_TEST(http.requests().empty());
}

BOOST_AUTO_TEST_CASE(an_empty_organisation_token_is_none) {
  const client empty(http, time, client_settings{settings.api, base::secret("")}, injected());
  BOOST_TEST(!empty.has_organisation_token());
  BOOST_TEST(platform.has_organisation_token());
}

BOOST_AUTO_TEST_CASE(an_answer_that_is_no_deployment_is_transient) {
  for (std::string body : {"<html>maintenance</html>", "null", "", "[]"}) {
    http.then(200, body);
    const auto answer = run(platform.context(in(5s)));
    BOOST_REQUIRE(answer.has_error());
    BOOST_TEST((answer.error().code() == errc::malformed));
    BOOST_TEST((answer.error().kind() == outcome_kind::transient));
    BOOST_TEST(answer.error().status() == 200);
  }
}

BOOST_AUTO_TEST_CASE(an_answer_past_the_deadline_is_timed_out) {
  auto slow = tests::scripted_transport::answer(200, "{}");
  slow.after = 6s;
  http.then(slow);
  const auto answer = run(platform.context(in(5s)), 5s);
  BOOST_REQUIRE(answer.has_error());
  BOOST_TEST((answer.error().code() == errc::timed_out));
}

BOOST_AUTO_TEST_CASE(a_platform_that_repeats_a_token_does_not_get_it_into_an_error_or_an_answer) {
  const auto echo = [](std::string_view token) {
    return R"({"request_id":"x","fqdn":")" + std::string(token) + R"(","message":"wrong token )" +
           std::string(token) + R"("})";
  };
  for (int status : {200, 401, 500}) {
    http.then(status, echo(delete_token));
    BOOST_TEST(!mentions_a_token(run(platform.self_stop(in(5s))).message));
    http.then(status, echo(context_token));
    const auto context = run(platform.context(in(5s)));
    BOOST_TEST(!mentions_a_token(context ? context->value.fqdn : context.error().message()));
    http.then(status, echo(organisation_token));
    const auto asked = run(platform.status("a", in(5s)));
    BOOST_TEST(!mentions_a_token(asked ? asked->value.fqdn : asked.error().message()));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
