#include "base/duration.hpp"
#include "base/limits.hpp"
#include "unit/edgegap/watch/watcher_fixture.hpp"

#include <algorithm>

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;
using base::duration;
using base::errc;
namespace limits = base::limits;

tests::scripted_reply throttled(std::string retry_after) {
  auto reply = tests::scripted_transport::answer(429, R"({"message":"slow down"})");
  if (!retry_after.empty()) reply.result->headers.add("Retry-After", std::move(retry_after));
  return reply;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watcher_faults, watcher_fixture)

BOOST_AUTO_TEST_CASE(a_missing_context_endpoint_is_asked_slowly_when_there_is_nobody_else) {
  http.from_now_on(404, R"({"message":"no such page"})");
  start(true, false);
  time.advance(6h);
  for (const auto wait : waits()) BOOST_TEST((wait >= 4min && wait <= 6min));
  BOOST_TEST(http.requests().size() > 60U);
  http.from_now_on(200, ready);
  time.advance(6min);
  BOOST_TEST(seen.back().answer.has_value());
}

BOOST_AUTO_TEST_CASE(a_refused_token_is_tried_again_rarely_and_said_once) {
  for (int status : {401, 403}) {
    watcher_fixture one;
    one.http.from_now_on(status, R"({"message":"bad token"})");
    one.start(true, true);
    one.time.advance(6h);
    for (const auto wait : one.waits()) BOOST_TEST((wait >= 4min && wait <= 6min));
    BOOST_TEST(one.captured.count("gamekeeper warn ") == 1);
    BOOST_TEST(one.captured.count("kind=denied") == static_cast<int>(one.seen.size()));
    BOOST_TEST(one.http.requests().back().authorization.value() == context_token);
  }
}

BOOST_AUTO_TEST_CASE(retry_after_is_waited_for_and_without_it_the_waits_grow) {
  http.from_now_on(throttled(""));
  http.then(throttled("60"));
  http.then(throttled("1"));
  http.then(throttled("86400"));
  start(true, false);
  time.advance(3h);
  const auto all = waits();
  BOOST_REQUIRE(all.size() > 10U);
  BOOST_TEST((all[0] >= 60s && all[0] <= 61s));
  BOOST_TEST((all[1] >= 1s && all[1] <= 3s));
  BOOST_TEST((all[2] >= limits::retry_after_max && all[2] <= limits::retry_after_max + 5s));
  for (std::size_t i = 3; i < all.size(); ++i)
    BOOST_TEST((all[i] >= 1s && all[i] <= limits::poll_interval_max));
  BOOST_TEST((*std::max_element(all.begin() + 3, all.end()) > 5min));
  BOOST_TEST(captured.count("gamekeeper warn ") == 1);
}

BOOST_AUTO_TEST_CASE(faults_back_off_within_bounds_and_recovery_says_how_long_it_was_broken) {
  http.from_now_on(errc::unreachable);
  start(true, false);
  time.advance(30min);
  http.from_now_on(502, "<html>Bad Gateway</html>");
  time.advance(30min);
  const auto broken = waits();
  duration longest = 0ms;
  for (const auto wait : broken) {
    BOOST_TEST((wait >= 1s && wait <= limits::poll_backoff_max));
    longest = std::max(longest, wait);
  }
  BOOST_TEST((broken[0] <= 20s));
  BOOST_TEST((broken[1] <= 40s));
  BOOST_TEST((longest > 90s));
  BOOST_TEST(captured.count("gamekeeper warn ") == 1);
  BOOST_TEST(captured.count("debug") == static_cast<int>(seen.size()) - 1);

  const auto first = http.requests()[0].at;
  const auto failures = seen.size();
  http.from_now_on(200, ready);
  time.advance(2min);
  const auto recovered = http.requests()[failures].at;
  const auto line = "the deployment is watched again source=context_get broken_for=" +
                    base::format_duration(recovered - first) + " failures=" + std::to_string(failures);
  BOOST_TEST(captured.count(line) == 1, captured.all());

  const auto from = http.requests().size();
  time.advance(10min);
  for (const auto wait : waits(from)) BOOST_TEST((wait >= 9s && wait <= 11s));
  http.from_now_on(errc::dns);
  time.advance(1min);
  BOOST_TEST(captured.count("gamekeeper warn ") == 2);
}

BOOST_AUTO_TEST_CASE(each_kind_of_fault_is_said_once_in_one_outage) {
  http.from_now_on(200, ready);
  for (int status : {503, 401, 503, 429, 401, 400, 500}) http.then(status, "{}");
  start(true, false);
  time.advance(2h);
  for (std::string kind : {"transient", "denied", "throttled", "invalid"})
    BOOST_TEST(captured.count("warn  watching the deployment fails kind=" + kind) == 1, captured.all());
  BOOST_TEST(captured.count("debug") == 3);
}

BOOST_AUTO_TEST_CASE(nobodys_hurry_shortens_a_backoff) {
  http.from_now_on(throttled("60"));
  start(true, false);
  watch->set_idle();
  time.advance(2s);
  for (int i = 0; i < 50; ++i) {
    watch->poll_fast_until(time.now() + 60s);
    time.advance(1s);
  }
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_CASE(a_recovery_starts_the_backoff_anew) {
  http.from_now_on(200, ready);
  for (int i = 0; i < 60; ++i) {
    http.then(200, ready);
    http.then(errc::unreachable);
  }
  start(true, false);
  time.advance(1h);
  BOOST_REQUIRE(http.left() == 0U);
  for (const auto wait : waits()) BOOST_TEST((wait <= 20s));
}

BOOST_AUTO_TEST_CASE(an_interval_above_the_longest_backoff_is_itself_the_measure) {
  settings.interval = 10min;
  http.from_now_on(errc::unreachable);
  start(true, false);
  time.advance(48h);
  const auto all = waits();
  const auto longest = *std::max_element(all.begin(), all.end());
  BOOST_TEST((longest > 10min && longest <= 11min));
  http.from_now_on(throttled(""));
  time.advance(48h);
  for (const auto wait : waits(all.size() + 1)) BOOST_TEST((wait <= limits::poll_interval_max));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
