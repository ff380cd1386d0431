#include "unit/edgegap/watch/watcher_fixture.hpp"

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;
using base::duration;
using base::errc;

tests::scripted_reply throttled_for_a_minute() {
  auto reply = tests::scripted_transport::answer(429, "{}");
  reply.result->headers.add("Retry-After", "60");
  return reply;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watcher_polling, watcher_fixture)

BOOST_AUTO_TEST_CASE(it_polls_for_hours_at_its_interval_give_or_take_a_tenth) {
  http.from_now_on(200, ready);
  start(true, false);
  time.advance(6h);
  BOOST_TEST(http.requests().size() > 2100U);
  BOOST_TEST(http.requests().size() < 2220U);
  duration shortest = 1h, longest = 0ms;
  for (const auto wait : waits()) {
    shortest = std::min(shortest, wait);
    longest = std::max(longest, wait);
  }
  BOOST_TEST((shortest >= 9s && shortest < 9100ms));
  BOOST_TEST((longest <= 11s && longest > 10900ms));
  BOOST_TEST(seen.size() == http.requests().size());
  BOOST_TEST(captured.count("\n") == 1);
  BOOST_TEST(captured.count("watching the deployment source=context_get interval=10s") == 1);
}

BOOST_AUTO_TEST_CASE(agents_that_start_together_spread_their_first_poll_over_a_second) {
  duration earliest = 1h, latest = 0ms;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    watcher_fixture one;
    one.random = base::random_source(seed);
    one.http.from_now_on(200, ready);
    const auto begun = one.time.now();
    one.start(true, false);
    one.time.advance(1s);
    one.time.advance(100ms);  // with the jitter
    BOOST_REQUIRE(one.http.requests().size() == 1U);
    earliest = std::min(earliest, one.http.requests()[0].at - begun);
    latest = std::max(latest, one.http.requests()[0].at - begun);
  }
  BOOST_TEST((earliest < 100ms));
  BOOST_TEST((latest > 900ms));
}

BOOST_AUTO_TEST_CASE(what_it_sees_is_handed_on_with_its_moment_and_source) {
  http.then(200, ready);
  http.then(503);
  start(true, true);
  time.advance(13s);
  BOOST_REQUIRE(seen.size() >= 2U);
  BOOST_TEST((seen[0].at == http.requests()[0].at));
  BOOST_TEST((seen[0].source == operation_id::context_get));
  BOOST_TEST((seen[0].answer.value().sockets_usage == 0));
  BOOST_TEST(!seen[0].platform_done.has_value());
  BOOST_TEST(seen[1].answer.error().status() == 503);
  BOOST_TEST(!seen[1].platform_done.has_value());
}

BOOST_AUTO_TEST_CASE(a_slow_answer_does_not_lengthen_the_interval_and_a_late_one_is_a_failure) {
  auto slow = tests::scripted_transport::answer(200, ready);
  slow.after = 4s;
  http.from_now_on(slow);
  start(true, false);
  time.advance(10min);
  for (const auto wait : waits()) BOOST_TEST((wait >= 8s && wait <= 12s));
  slow.after = 6s;
  http.from_now_on(slow);
  time.advance(20s);
  BOOST_TEST((seen.back().answer.error().code() == errc::timed_out));
  BOOST_TEST((http.requests().back().deadline - http.requests().back().at == settings.request_timeout));
}

BOOST_AUTO_TEST_CASE(the_status_operation_is_asked_when_no_context_was_injected) {
  http.from_now_on(200, R"({"request_id":"f68e011bfb01","current_status":"Status.READY"})");
  start(false, true);
  time.advance(1s);
  BOOST_TEST(http.requests().at(0).url == "https://api.edgegap.com/v1/status/f68e011bfb01");
  BOOST_TEST((seen.at(0).source == operation_id::deployment_status));
}

BOOST_AUTO_TEST_CASE(with_nothing_to_ask_it_says_so_once_and_ends) {
  start(false, false);
  time.advance(1h);
  BOOST_TEST(http.requests().empty());
  BOOST_TEST(captured.count("the deployment is not watched") == 1);
  BOOST_TEST(tasks.size() == 0U);
  captured.clear();
  start(false, true, "");
  time.advance(1h);
  BOOST_TEST(captured.count("the deployment is not watched") == 1);
}

BOOST_AUTO_TEST_CASE(a_missing_context_endpoint_gives_way_to_the_status_operation) {
  http.from_now_on(200, R"({"request_id":"f68e011bfb01","current_status":"Status.READY"})");
  http.then(404, R"({"message":"no such page"})");
  start(true, true);
  time.advance(2s);
  BOOST_REQUIRE(http.requests().size() == 2U);
  BOOST_TEST(http.requests()[0].authorization.value() == context_token);
  BOOST_TEST(http.requests()[1].authorization.value() == "token " + organisation_token);
  BOOST_TEST(seen[0].answer.error().status() == 404);
  time.advance(1h);
  for (const auto wait : waits(1)) BOOST_TEST((wait >= 8s && wait <= 12s));
  BOOST_TEST(captured.count("is not offered here") == 1);
}

BOOST_AUTO_TEST_CASE(what_was_not_understood_is_said_once) {
  http.from_now_on(200, R"({"request_id":"f68e011bfb01","status":"Status.READY","sockets_usage":"many"})");
  start(true, false);
  time.advance(1h);
  BOOST_TEST(captured.count("/sockets_usage") == 1);
  BOOST_TEST((seen.back().answer.value().sockets_usage == std::nullopt));
}

BOOST_AUTO_TEST_CASE(relaxed_it_asks_rarely) {
  http.from_now_on(200, ready);
  start(true, false);
  watch->set_idle();
  time.advance(6h);
  BOOST_TEST(http.requests().size() > 40U);
  for (const auto wait : waits()) BOOST_TEST((wait >= 405s && wait <= 495s));
}

BOOST_AUTO_TEST_CASE(near_a_decision_it_asks_soon_and_often_and_then_rarely_again) {
  http.from_now_on(200, ready);
  start(true, false);
  watch->set_idle();
  time.advance(30min);
  const auto before = http.requests().size();
  const auto hurried = time.now();
  watch->poll_fast_until(hurried + 60s);
  time.advance(60s);
  BOOST_REQUIRE(http.requests().size() > before);
  BOOST_TEST((http.requests()[before].at - hurried <= 10s));
  BOOST_TEST(http.requests().size() >= before + 5);
  BOOST_TEST(http.requests().size() <= before + 7);
  for (const auto wait : waits(before)) BOOST_TEST((wait >= 9s && wait <= 11s));
  time.advance(15s);
  const auto after = http.requests().size();
  time.advance(380s);
  BOOST_TEST(http.requests().size() == after);
}

BOOST_AUTO_TEST_CASE(a_decision_that_waits_for_a_look_gets_one_at_once_and_a_backoff_stands) {
  http.from_now_on(200, ready);
  start(true, false);
  watch->set_idle();
  time.advance(100s);
  const auto before = http.requests().size();
  watch->poll_fast_until(time.now() + 60s);
  watch->poll_now();
  time.advance(1s);
  BOOST_REQUIRE(http.requests().size() == before + 1);
  http.from_now_on(throttled_for_a_minute());
  time.advance(11s);
  BOOST_TEST(http.requests().size() == before + 2);
  for (int i = 0; i < 50; ++i) watch->poll_now();
  time.advance(40s);
  BOOST_TEST(http.requests().size() == before + 2);
}

BOOST_AUTO_TEST_CASE(what_matters_again_is_asked_about_within_the_interval) {
  http.from_now_on(200, ready);
  start(true, false);
  watch->set_idle();
  time.advance(100s);
  BOOST_REQUIRE(http.requests().size() == 1U);
  BOOST_TEST((watch->pace() == 450s));
  watch->set_active();
  BOOST_TEST((watch->pace() == 10s));
  time.advance(10s);
  BOOST_TEST(http.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(what_matters_on_and_off_is_asked_no_more_often_than_what_does) {
  http.from_now_on(200, ready);
  start(true, false);
  for (int i = 0; i < 1000; ++i) {
    watch->set_idle();
    watch->set_active();
    time.advance(100ms);
  }
  BOOST_TEST(http.requests().size() > 5U);
  for (const auto wait : waits()) BOOST_TEST((wait >= 9s));
}

BOOST_AUTO_TEST_CASE(a_large_fleets_first_poll_waits_its_turn_unless_a_decision_waits_for_it) {
  http.from_now_on(200, ready);
  settings.fleet = 10'000;
  start(true, false);
  watch->set_active();
  time.advance(3s);
  BOOST_TEST(http.requests().empty());
  watch->poll_fast_until(time.now() + 60s);
  watch->poll_now();
  time.advance(4s);
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_is_learned_from_an_answer_counts_for_the_wait_after_it) {
  http.from_now_on(200, ready);
  start(true, false);
  time.advance(1500ms);
  BOOST_REQUIRE(http.requests().size() == 1U);
  on_seen = [this] { watch->set_idle(); };
  time.advance(15s);
  BOOST_REQUIRE(http.requests().size() == 2U);
  time.advance(380s);
  BOOST_TEST(http.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(agents_that_hurry_at_the_same_moment_spread_over_the_interval) {
  duration earliest = 1h, latest = 0ms;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    watcher_fixture one;
    one.random = base::random_source(seed);
    one.http.from_now_on(200, ready);
    one.start(true, false);
    one.watch->set_idle();
    one.time.advance(100s);
    const auto hurried = one.time.now();
    one.watch->poll_fast_until(hurried + 60s);
    one.time.advance(10s);
    BOOST_REQUIRE(one.http.requests().size() >= 2U);
    earliest = std::min(earliest, one.http.requests()[1].at - hurried);
    latest = std::max(latest, one.http.requests()[1].at - hurried);
  }
  BOOST_TEST((earliest < 1s));
  BOOST_TEST((latest > 9s));
}

BOOST_AUTO_TEST_CASE(hurry_said_again_and_again_makes_no_burst) {
  http.from_now_on(200, ready);
  start(true, false);
  watch->set_idle();
  time.advance(100s);
  for (int i = 0; i < 1000; ++i) {
    watch->poll_fast_until(time.now() + 60s);
    time.advance(100ms);
  }
  BOOST_TEST(http.requests().size() <= 13U);
  for (const auto wait : waits(1)) BOOST_TEST((wait >= 9s && wait <= 11s));
}

BOOST_AUTO_TEST_CASE(hurry_while_a_poll_is_under_way_holds_for_the_next) {
  auto slow = tests::scripted_transport::answer(200, ready);
  slow.after = 3s;
  http.from_now_on(slow);
  start(true, false);
  watch->set_idle();
  time.advance(2s);
  BOOST_REQUIRE(http.requests().size() == 1U);
  watch->poll_fast_until(time.now() + 60s);
  time.advance(11s);
  BOOST_TEST(http.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(it_ends_when_it_is_cancelled_in_the_middle_of_a_request) {
  auto never = tests::scripted_transport::answer(200, ready);
  never.after = 1h;
  http.from_now_on(never);
  start(true, false);
  time.advance(2s);
  BOOST_REQUIRE(http.requests().size() == 1U);
  tasks.cancel();
  time.advance(0ms);
  BOOST_TEST(tasks.size() == 0U);
  BOOST_TEST(seen.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
