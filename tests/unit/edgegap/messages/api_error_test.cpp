#include "edgegap/messages/api_error.hpp"

#include "base/limits.hpp"
#include "edgegap/messages/retry_after.hpp"

#include <boost/test/unit_test.hpp>

#include <utility>
#include <vector>

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

const base::wall_time noon(std::chrono::seconds(1'776'859'200));  // Wed, 22 Apr 2026 12:00:00 GMT

net::http_response answer(int status, std::string body, std::string type = "application/json") {
  return net::http_response(status, std::move(type), std::move(body));
}

api_error error_of(int status) {
  return api_error::from_answer(operation_id::self_stop, answer(status, R"({"message":"said"})"), noon);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api_error_meaning)

BOOST_AUTO_TEST_CASE(every_class_of_status_says_whether_a_retry_can_help) {
  struct row {
    int status;
    outcome_kind kind;
    base::errc code;
  };
  const std::vector<row> table{
      {301, outcome_kind::transient, base::errc::io},
      {400, outcome_kind::invalid, base::errc::invalid_input},
      {401, outcome_kind::denied, base::errc::denied},
      {402, outcome_kind::invalid, base::errc::invalid_input},
      {403, outcome_kind::denied, base::errc::denied},
      {404, outcome_kind::not_found, base::errc::not_found},
      {405, outcome_kind::invalid, base::errc::invalid_input},
      {408, outcome_kind::transient, base::errc::timed_out},
      {409, outcome_kind::invalid, base::errc::invalid_input},
      {410, outcome_kind::gone, base::errc::not_found},
      {422, outcome_kind::invalid, base::errc::invalid_input},
      {425, outcome_kind::transient, base::errc::io},
      {429, outcome_kind::throttled, base::errc::busy},
      {499, outcome_kind::invalid, base::errc::invalid_input},
      {500, outcome_kind::transient, base::errc::io},
      {502, outcome_kind::transient, base::errc::io},
      {503, outcome_kind::transient, base::errc::io},
      {504, outcome_kind::transient, base::errc::timed_out},
      {599, outcome_kind::transient, base::errc::io},
  };
  for (const auto& each : table) {
    BOOST_TEST_CONTEXT(each.status) {
      const auto failure = error_of(each.status);
      BOOST_TEST((failure.kind() == each.kind));
      BOOST_TEST((failure.code() == each.code));
      BOOST_TEST(failure.status() == each.status);
      const bool again = each.kind == outcome_kind::transient || each.kind == outcome_kind::throttled;
      BOOST_TEST(retry_can_help(failure.kind()) == again);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_failure_of_the_network_is_transient_and_an_unsendable_call_is_not) {
  for (auto code : {base::errc::dns, base::errc::unreachable, base::errc::tls, base::errc::timed_out,
                    base::errc::closed, base::errc::too_large, base::errc::malformed}) {
    const auto failure = api_error::from_failure(operation_id::context_get, base::error(code, "why"));
    BOOST_TEST((failure.kind() == outcome_kind::transient));
    BOOST_TEST((failure.code() == code));
    BOOST_TEST(failure.status() == 0);
  }
  BOOST_TEST((classify_failure(base::errc::invalid_input) == outcome_kind::invalid));
}

BOOST_AUTO_TEST_CASE(the_sentence_names_the_operation_the_status_and_what_was_said) {
  BOOST_TEST(error_of(403).message() == "self_stop was answered 403: said");
  BOOST_TEST(error_of(418).message() == "self_stop was answered 418, which is not documented for it: said");
}

BOOST_AUTO_TEST_CASE(what_was_never_sent_does_not_claim_to_have_got_no_answer) {
  using enum base::errc;
  const auto message = [](base::errc code) {
    return api_error::from_failure(operation_id::context_get, base::error(code, "why")).message();
  };
  for (const auto code : {dns, unreachable, tls, busy, invalid_input})
    BOOST_TEST(message(code) == "context_get was not sent (" + std::string(base::to_string(code)) + "): why");
  for (const auto code : {timed_out, closed, malformed, too_large, io})
    BOOST_TEST(message(code) ==
               "context_get got no answer (" + std::string(base::to_string(code)) + "): why");
  BOOST_TEST((error_of(429).was_sent() && error_of(400).was_sent()));
}

BOOST_AUTO_TEST_CASE(a_proxys_page_is_noted_and_not_repeated) {
  const auto page = platform_message(answer(502, "<html><h1>Bad Gateway</h1></html>", "text/html"));
  BOOST_TEST(page == "the answer is not JSON (text/html, 33 bytes)");
  BOOST_TEST(platform_message(net::http_response(502)) == "the answer is empty");
}

BOOST_AUTO_TEST_CASE(json_without_a_message_is_noted) {
  for (std::string body :
       {"{}", "null", "[1]", R"({"message":5})", R"({"message":""})", R"({"message":null})"})
    BOOST_TEST(platform_message(answer(500, body)) == "the answer holds no message");
}

BOOST_AUTO_TEST_CASE(a_long_message_is_cut_between_characters) {
  std::string text = "x";
  while (text.size() < 2 * base::limits::platform_message_bytes) text += "é";
  const auto cut = platform_message(answer(500, "{\"message\":\"" + text + "\"}"));
  BOOST_TEST(cut.ends_with("é…"));
  BOOST_TEST(cut.size() <= base::limits::platform_message_bytes + std::string("…").size());
}

BOOST_AUTO_TEST_CASE(retry_after_is_read_from_any_answer) {
  auto busy = answer(503, "{}");
  busy.headers.add("retry-after", "2");
  const auto failure = api_error::from_answer(operation_id::deployment_status, busy, noon);
  BOOST_TEST((failure.retry_after() == base::duration(2s)));
  BOOST_TEST(failure.message().ends_with("; retry after 2s"));
  BOOST_TEST((error_of(429).retry_after() == std::nullopt));
}

BOOST_AUTO_TEST_CASE(retry_after_takes_seconds_fractions_and_every_form_of_date) {
  const std::vector<std::pair<std::string, std::optional<base::duration>>> table{
      {"0", 0ms},
      {"3", 3s},
      {" 3 ", 3s},
      {"1.5", 1500ms},
      {"0.0004", 1ms},
      {"599", 599s},
      {"601", base::limits::retry_after_max},
      {"1e300", base::limits::retry_after_max},
      {"1e999", base::limits::retry_after_max},
      {"Wed, 22 Apr 2026 12:00:30 GMT", 30s},
      {"Wednesday, 22-Apr-26 12:00:30 GMT", 30s},
      {"Wed Apr 22 12:00:30 2026", 30s},
      {"Wed, 22 Apr 2026 11:00:00 GMT", 0s},
      {"Wed, 22 Apr 2099 12:00:30 GMT", base::limits::retry_after_max},
      {"", std::nullopt},
      {" ", std::nullopt},
      {"-1", std::nullopt},
      {"nan", std::nullopt},
      {"inf", std::nullopt},
      {"soon", std::nullopt},
      {"3 seconds", std::nullopt},
      {"Wed, 22 Apr 2026", std::nullopt},
  };
  for (const auto& [text, expected] : table) {
    BOOST_TEST_CONTEXT("'" << text << "'") {
      BOOST_TEST((parse_retry_after(text, noon) == expected));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_result_that_is_read_without_looking_throws_the_sentence) {
  const api_result<int> failed = error_of(403);
  BOOST_CHECK_EXCEPTION(failed.value(), std::logic_error, [](const std::logic_error& thrown) {
    return std::string(thrown.what()).find("self_stop was answered 403") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
