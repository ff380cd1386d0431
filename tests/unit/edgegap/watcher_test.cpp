#include "edgegap/watcher.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"
#include "base/task_group.hpp"
#include "support/fake_clock.hpp"
#include "support/scripted_transport.hpp"
#include "unit/edgegap/captured_log.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <memory>

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;
using base::duration;
using base::errc;
namespace limits = base::limits;

const std::string context_token = "dfaf50b9333b9ee07b22ed247e4a17e6";
const std::string organisation_token = "3f0c6f52-0a9c-4b1e-8f57-2d1c6c1f9a10";
const std::string ready = R"({"request_id":"f68e011bfb01","status":"Status.READY","sockets_usage":0})";

std::string status_is(const std::string& status) {
  return R"({"request_id":"f68e011bfb01","status":")" + status + "\"}";
}

tests::scripted_reply throttled(std::string retry_after) {
  auto reply = tests::scripted_transport::answer(429, R"({"message":"slow down"})");
  if (!retry_after.empty()) reply.result->headers.add("Retry-After", std::move(retry_after));
  return reply;
}

struct fixture {
  boost::asio::io_context loop;
  tests::fake_clock time{loop};
  tests::scripted_transport http{time};
  tests::captured_log captured;
  base::random_source random{7};
  base::task_group tasks{loop.get_executor(), captured.log()};
  watch_settings settings;
  std::vector<observation> seen;
  std::unique_ptr<client> platform;
  std::unique_ptr<watcher> watch;

  ~fixture() {
    tasks.cancel();
    time.advance(0ms);
    BOOST_TEST(tasks.size() == 0U);
    BOOST_TEST(time.waiting() == 0U);
    BOOST_TEST(captured.text().find(context_token) == std::string::npos);
    BOOST_TEST(captured.text().find(organisation_token) == std::string::npos);
    BOOST_TEST(captured.count("internal error") == 0);
  }

  void start(bool context, bool organisation, std::string request_id = "f68e011bfb01") {
    injected_environment injected;
    if (context) {
      injected.context_url = net::parse_url("https://api.edgegap.com/v1/context/9170f5211e17/17").value();
      injected.context_token = base::secret(context_token);
    }
    client_settings api{net::parse_url("https://api.edgegap.com").value(), std::nullopt};
    if (organisation) api.organisation_token = base::secret(organisation_token);
    platform = std::make_unique<client>(http, time, std::move(api), injected);
    watch =
        std::make_unique<watcher>(*platform, time, random, captured.log(), settings, std::move(request_id),
                                  [this](const observation& each) { seen.push_back(each); });
    tasks.spawn("watch", watch->run());
  }

  /// The waits between one request and the next, from the n-th on.
  std::vector<duration> waits(std::size_t from = 0) const {
    std::vector<duration> all;
    for (std::size_t i = from + 1; i < http.requests().size(); ++i)
      all.push_back(http.requests()[i].at - http.requests()[i - 1].at);
    return all;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watcher_polling, fixture)

BOOST_AUTO_TEST_CASE(it_polls_for_hours_at_its_interval_give_or_take_a_fifth) {
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
  BOOST_TEST((shortest >= 8s && shortest < 8200ms));
  BOOST_TEST((longest <= 12s && longest > 11800ms));
  BOOST_TEST(seen.size() == http.requests().size());
  BOOST_TEST(captured.count("\n") == 1);
  BOOST_TEST(captured.count("watching the deployment source=context_get interval=10s") == 1);
}

BOOST_AUTO_TEST_CASE(agents_that_start_together_spread_their_first_poll_over_a_second) {
  duration earliest = 1h, latest = 0ms;
  for (std::uint64_t seed = 0; seed < 50; ++seed) {
    fixture one;
    one.random = base::random_source(seed);
    one.http.from_now_on(200, ready);
    const auto begun = one.time.now();
    one.start(true, false);
    one.time.advance(1s);
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
  http.from_now_on(200, R"({"current_status":"Status.READY"})");
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
    fixture one;
    one.http.from_now_on(status, R"({"message":"bad token"})");
    one.start(true, true);
    one.time.advance(6h);
    for (const auto wait : one.waits()) BOOST_TEST((wait >= 4min && wait <= 6min));
    BOOST_TEST(one.captured.count("warning") == 1);
    BOOST_TEST(one.captured.count("kind=denied") == static_cast<int>(one.seen.size()));
    BOOST_TEST(one.http.requests().back().authorization.value() == context_token);
  }
}

BOOST_AUTO_TEST_CASE(retry_after_is_waited_for_and_never_makes_it_faster) {
  http.from_now_on(throttled(""));
  http.then(throttled("60"));
  http.then(throttled("1"));
  http.then(throttled("86400"));
  start(true, false);
  time.advance(3h);
  const auto all = waits();
  BOOST_REQUIRE(all.size() > 10U);
  BOOST_TEST((all[0] >= 60s && all[0] <= 61s));
  BOOST_TEST((all[1] >= 8s && all[1] <= 12s));
  BOOST_TEST((all[2] >= limits::retry_after_max && all[2] <= limits::retry_after_max + 1s));
  for (std::size_t i = 3; i < all.size(); ++i)
    BOOST_TEST((all[i] >= 8s && all[i] <= limits::poll_backoff_max));
  BOOST_TEST(captured.count("warning") == 1);
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
  BOOST_TEST((broken[0] <= 10s));
  BOOST_TEST((broken[1] <= 20s));
  BOOST_TEST((longest > 90s));
  BOOST_TEST(captured.count("warning") == 1);
  BOOST_TEST(captured.count("debug") == static_cast<int>(seen.size()) - 1);

  const auto first = http.requests()[0].at;
  const auto failures = seen.size();
  http.from_now_on(200, ready);
  time.advance(2min);
  const auto recovered = http.requests()[failures].at;
  const auto line = "the deployment is watched again source=context_get broken_for=" +
                    base::format_duration(recovered - first) + " failures=" + std::to_string(failures);
  BOOST_TEST(captured.count(line) == 1, captured.text());

  const auto from = http.requests().size();
  time.advance(10min);
  for (const auto wait : waits(from)) BOOST_TEST((wait >= 8s && wait <= 12s));
  http.from_now_on(errc::dns);
  time.advance(1min);
  BOOST_TEST(captured.count("warning") == 2);
}

BOOST_AUTO_TEST_CASE(each_kind_of_fault_is_said_once_in_one_outage) {
  http.from_now_on(200, ready);
  for (int status : {503, 401, 503, 429, 401, 400, 500}) http.then(status, "{}");
  start(true, false);
  time.advance(2h);
  for (std::string kind : {"transient", "denied", "throttled", "invalid"})
    BOOST_TEST(captured.count("warning watching the deployment fails kind=" + kind) == 1, captured.text());
  BOOST_TEST(captured.count("debug") == 3);
}

BOOST_AUTO_TEST_CASE(the_platforms_end_is_handed_on_with_its_reason_and_decides_nothing) {
  http.then(200, status_is("Status.TERMINATING"));
  http.then(200, status_is("Status.TERMINATED"));
  http.then(200, R"({"status":"Status.ERROR","error_detail":"Pull image timeout exceeded"})");
  http.then(410, R"({"message":"Instance Already terminated"})");
  start(true, false);
  time.advance(10min);
  BOOST_REQUIRE(seen.size() >= 4U);
  BOOST_TEST(!seen[0].platform_done.has_value());
  BOOST_TEST((seen[0].answer.value().status == deployment_status::terminating));
  BOOST_TEST(seen[1].platform_done.value() == "the platform says Status.TERMINATED");
  BOOST_TEST(seen[2].platform_done.value() == "the platform says Status.ERROR: Pull image timeout exceeded");
  BOOST_TEST(seen[3].platform_done.value() == "the platform answers 410: Instance Already terminated");
  BOOST_TEST(tasks.size() == 1U);
}

BOOST_AUTO_TEST_CASE(what_was_not_understood_is_said_once) {
  http.from_now_on(200, R"({"status":"Status.READY","sockets_usage":"many"})");
  start(true, false);
  time.advance(1h);
  BOOST_TEST(captured.count("/sockets_usage") == 1);
  BOOST_TEST((seen.back().answer.value().sockets_usage == std::nullopt));
}

BOOST_AUTO_TEST_CASE(a_poll_can_be_had_sooner_but_not_in_a_burst) {
  http.from_now_on(200, ready);
  start(true, false);
  time.advance(5s);
  BOOST_REQUIRE(seen.size() == 1U);
  watch->poll_soon();
  time.advance(0ms);
  BOOST_TEST(seen.size() == 2U);
  for (int i = 0; i < 100; ++i) {
    watch->poll_soon();
    time.advance(10ms);
  }
  BOOST_TEST(seen.size() == 3U);
  time.advance(7s);
  BOOST_TEST(seen.size() == 3U);
  time.advance(1h);
  for (const auto wait : waits(3)) BOOST_TEST((wait >= 8s && wait <= 12s));
}

BOOST_AUTO_TEST_CASE(a_poll_wanted_while_one_is_under_way_comes_after_it) {
  auto slow = tests::scripted_transport::answer(200, ready);
  slow.after = 3s;
  http.from_now_on(slow);
  start(true, false);
  time.advance(2s);
  BOOST_REQUIRE(http.requests().size() == 1U);
  watch->poll_soon();
  time.advance(3s);
  BOOST_TEST(http.requests().size() == 2U);
}

BOOST_AUTO_TEST_CASE(nobodys_hurry_shortens_a_backoff) {
  http.from_now_on(throttled("60"));
  start(true, false);
  time.advance(2s);
  for (int i = 0; i < 50; ++i) {
    watch->poll_soon();
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
  for (const auto wait : waits()) BOOST_TEST((wait <= 12s));
}

BOOST_AUTO_TEST_CASE(an_interval_above_the_longest_backoff_is_itself_the_longest) {
  settings.interval = 10min;
  http.from_now_on(errc::unreachable);
  start(true, false);
  time.advance(48h);
  const auto all = waits();
  const auto longest = *std::max_element(all.begin(), all.end());
  BOOST_TEST((longest > 9min && longest <= 10min));
  http.from_now_on(throttled(""));
  time.advance(48h);
  for (const auto wait : waits(all.size() + 1)) BOOST_TEST((wait >= 8min && wait <= 12min));
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
