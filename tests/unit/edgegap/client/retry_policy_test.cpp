#include "edgegap/client/retry_policy.hpp"

#include "base/task_group.hpp"
#include "support/captured_log.hpp"
#include "unit/edgegap/client/platform_calls.hpp"

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

struct patient_calls : platform_calls {
  base::random_source random{7};
  retry_policy policy{time, random};
  client patient{http, time, settings(&policy)};
  const std::string status = R"({"request_id":"a","current_status":"Status.READY"})";

  deploy_request deploy() const {
    deploy_request request;
    request.application = "a";
    request.version = "v";
    request.users = {user_address("203.0.113.7")};
    return request;
  }
  std::vector<base::duration> waits() const {
    std::vector<base::duration> all;
    for (std::size_t i = 1; i < http.requests().size(); ++i)
      all.push_back(http.requests()[i].at - http.requests()[i - 1].at);
    return all;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(patient, patient_calls)

BOOST_AUTO_TEST_CASE(what_passes_by_itself_is_tried_again_with_backoff) {
  http.then(503, "{}");
  http.then(base::errc::unreachable);
  http.then(502, "<html>");
  http.then(200, status);
  BOOST_TEST(run(patient.status("a", in(1min)), 1min).has_value());
  const auto between = waits();
  BOOST_REQUIRE(between.size() == 3U);
  BOOST_TEST((between[0] <= 500ms && between[1] <= 1s && between[2] <= 2s));
  BOOST_TEST((between[0] + between[1] + between[2] > 0ms));
}

BOOST_AUTO_TEST_CASE(it_gives_up_after_its_attempts_with_the_last_error) {
  http.from_now_on(503, R"({"message":"down"})");
  const auto answer = run(patient.status("a", in(10min)), 10min);
  BOOST_REQUIRE(answer.has_error());
  BOOST_TEST(answer.error().detail() == "down");
  BOOST_TEST(answer.error().request_id() == "a");
  BOOST_TEST(http.requests().size() == 5U);
}

BOOST_AUTO_TEST_CASE(it_gives_up_rather_than_to_wait_past_the_deadline) {
  auto busy = tests::scripted_transport::answer(429, "{}");
  busy.result->headers.add("Retry-After", "30");
  http.from_now_on(busy);
  const auto begun = time.now();
  const auto answer = run(patient.status("a", in(30s)));
  BOOST_REQUIRE(answer.has_error());
  BOOST_TEST((answer.error().kind() == outcome_kind::throttled));
  BOOST_TEST((time.now() == begun));
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(retry_after_is_kept_and_holds_the_whole_operation) {
  auto busy = tests::scripted_transport::answer(429, "{}");
  busy.result->headers.add("Retry-After", "4.5");
  http.from_now_on(200, status);
  http.then(busy);
  std::optional<api_result<decoded_deployment>> first;
  boost::asio::co_spawn(
      loop, patient.status("a", in(1min)),
      [&first](std::exception_ptr, api_result<decoded_deployment> got) { first = std::move(got); });
  time.advance(100ms);
  BOOST_TEST(run(patient.status("b", in(1min)), 10s).has_value());
  BOOST_TEST((first && first->has_value()));
  for (const auto wait : waits()) BOOST_TEST((wait == 4500ms || wait == 0ms));
  BOOST_TEST(http.requests().size() == 3U);
}

BOOST_AUTO_TEST_CASE(a_429_without_retry_after_waits_a_second_at_least) {
  http.then(429, "{}");
  http.then(429, "{}");
  http.then(200, status);
  BOOST_TEST(run(patient.status("a", in(1min)), 1min).has_value());
  for (const auto wait : waits()) BOOST_TEST((wait >= 1s && wait <= 2s));
}

BOOST_AUTO_TEST_CASE(what_will_not_change_is_not_tried_again) {
  for (int code : {302, 400, 401, 403, 404, 409, 410, 422}) {
    http.from_now_on(code, "{}");
    const auto before = http.requests().size();
    BOOST_TEST(run(patient.status("a", in(1min))).has_error());
    BOOST_TEST(http.requests().size() == before + 1, code);
  }
}

BOOST_AUTO_TEST_CASE(a_deploy_that_may_have_happened_is_never_sent_again) {
  for (auto code : {base::errc::timed_out, base::errc::closed, base::errc::malformed}) {
    http.from_now_on(code);
    const auto before = http.requests().size();
    const auto answer = run(patient.deploy(deploy(), in(1min)));
    BOOST_TEST(answer.error().may_have_been_applied());
    BOOST_TEST(http.requests().size() == before + 1);
  }
  for (int code : {500, 502, 503, 504, 408}) {
    http.from_now_on(code, "{}");
    const auto before = http.requests().size();
    const auto answer = run(patient.deploy(deploy(), in(1min)));
    BOOST_TEST(answer.error().may_have_been_applied());
    BOOST_TEST(http.requests().size() == before + 1);
  }
}

BOOST_AUTO_TEST_CASE(a_deploy_that_was_surely_not_carried_out_is_sent_again) {
  http.then(429, "{}");
  http.then(base::errc::dns);
  http.then(base::errc::unreachable);
  http.then(202, R"({"request_id":"x"})");
  BOOST_TEST(run(patient.deploy(deploy(), in(1min)), 1min)->value.request_id == "x");
  BOOST_TEST(http.requests().size() == 4U);
}

BOOST_AUTO_TEST_CASE(calls_keep_to_the_documented_rate) {
  http.from_now_on(200, R"({"data":[]})");
  int done = 0;
  for (int i = 0; i < 35; ++i) {
    boost::asio::co_spawn(loop, patient.deployment_page(list_query(), 1, in(1min)),
                          [&done](std::exception_ptr, const auto&) { ++done; });
  }
  time.advance(1min);
  BOOST_TEST(done == 35);
  const auto& sent = http.requests();
  for (std::size_t i = 10; i < sent.size(); ++i) BOOST_TEST((sent[i].at - sent[i - 10].at >= 1s));
  BOOST_TEST((sent.back().at - sent.front().at == 3s));
}

BOOST_AUTO_TEST_CASE(a_turn_that_comes_too_late_is_an_error_at_once_and_sends_nothing) {
  http.from_now_on(202, R"({"request_id":"x"})");
  for (int i = 0; i < 40; ++i) BOOST_TEST(run(patient.deploy(deploy(), in(1min))).has_value());
  const auto answer = run(patient.deploy(deploy(), in(500ms)));
  BOOST_REQUIRE(answer.has_error());
  BOOST_TEST((answer.error().code() == base::errc::busy));
  BOOST_TEST(!answer.error().may_have_been_applied());
  BOOST_TEST(http.requests().size() == 40U);
}

BOOST_AUTO_TEST_CASE(a_second_try_that_finds_no_turn_ends_with_the_first_one_s_error) {
  auto busy = tests::scripted_transport::answer(429, "{}");
  busy.result->headers.add("Retry-After", "30");
  http.then(503, R"({"message":"down"})");
  http.then(busy);
  std::string said;
  boost::asio::co_spawn(loop, patient.status("a", in(5s)), [&said](std::exception_ptr, const auto& answer) {
    said = answer.has_error() ? answer.error().detail() : "done";
  });
  BOOST_TEST(run(patient.status("b", in(5s)), 5s).has_error());
  BOOST_TEST(said == "down");
}

BOOST_AUTO_TEST_CASE(one_attempt_does_not_use_up_the_time_of_the_others) {
  auto silent = tests::scripted_transport::answer(200, status);
  silent.after = 10min;
  http.then(silent);
  http.then(200, status);
  BOOST_TEST(run(patient.status("a", in(1min)), 1min).has_value());
  BOOST_TEST(http.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(a_call_that_waits_can_be_cancelled) {
  tests::captured_log captured{base::log_format::text};
  base::task_group tasks(loop.get_executor(), captured.log);
  http.from_now_on(503, "{}");
  bool ended = false;
  tasks.spawn("call", [](client& asked, base::time_point end, bool& done) -> boost::asio::awaitable<void> {
    auto answer = co_await asked.status("a", end);
    done = answer.has_value();
  }(patient, in(10min), ended));
  time.advance(10ms);
  BOOST_TEST(tasks.size() == 1U);
  tasks.cancel();
  time.advance(0ms);
  BOOST_TEST(tasks.size() == 0U);
  BOOST_TEST(time.waiting() == 0U);
  BOOST_TEST(!ended);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
