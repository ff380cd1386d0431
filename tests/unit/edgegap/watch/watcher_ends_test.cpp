// When the watcher believes that the platform has done with the deployment.
#include "unit/edgegap/watch/watcher_fixture.hpp"

namespace gamekeeper::edgegap {

namespace {

using namespace std::chrono_literals;

std::string status_is(const std::string& status) {
  return R"({"request_id":"f68e011bfb01","status":")" + status + "\"}";
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(watcher_ends, watcher_fixture)

BOOST_AUTO_TEST_CASE(the_platforms_end_is_handed_on_when_it_was_said_twice_some_time_apart) {
  const std::string error =
      R"({"request_id":"f68e011bfb01","status":"Status.ERROR","error_detail":"Pull image timeout exceeded"})";
  const auto gone = tests::scripted_transport::answer(410, R"({"message":"Instance Already terminated"})");
  const std::vector<std::pair<tests::scripted_reply, std::string>> ends{
      {tests::scripted_transport::answer(200, status_is("Status.TERMINATED")),
       "the platform says Status.TERMINATED"},
      {tests::scripted_transport::answer(200, error),
       "the platform says Status.ERROR: Pull image timeout exceeded"},
      {gone, "the platform answers 410: Instance Already terminated"}};
  for (const auto& [reply, reason] : ends) {
    watcher_fixture one;
    one.http.from_now_on(reply);
    one.start(true, false);
    one.time.advance(3s);
    BOOST_REQUIRE(one.seen.size() == 1U);
    BOOST_TEST(!one.seen[0].platform_done.has_value());
    one.time.advance(5s);
    BOOST_REQUIRE(one.seen.size() == 2U);
    BOOST_TEST(one.seen[1].platform_done.value() == reason);
    BOOST_TEST((one.seen[1].at - one.seen[0].at >= 5s));
    BOOST_TEST(one.tasks.size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(an_end_that_is_taken_back_is_none) {
  http.from_now_on(200, ready);
  for (int i = 0; i < 20; ++i) {
    http.then(200, status_is("Status.TERMINATED"));
    http.then(200, ready);
  }
  http.then(200, status_is("Status.TERMINATING"));
  start(true, false);
  time.advance(1h);
  BOOST_REQUIRE(seen.size() > 40U);
  for (const auto& each : seen) BOOST_TEST(!each.platform_done.has_value());
}

BOOST_AUTO_TEST_CASE(what_is_not_about_this_deployment_or_not_the_platforms_ends_nothing_and_counts_nobody) {
  const std::vector<tests::scripted_reply> answers{
      tests::scripted_transport::answer(200, R"({"status":"error","message":"upstream timed out"})"),
      tests::scripted_transport::answer(200, R"({"status":"Status.TERMINATED","sockets_usage":0})"),
      tests::scripted_transport::answer(
          200, R"({"request_id":"other","status":"Status.READY","sockets_usage":0})"),
      tests::scripted_transport::answer(410, "<html>gone</html>"),
      tests::scripted_transport::answer(410, "{}")};
  for (const auto& answer : answers) {
    watcher_fixture one;
    one.http.from_now_on(answer);
    one.start(true, false);
    one.time.advance(1h);
    BOOST_TEST(one.seen.size() > 5U);
    for (const auto& each : one.seen) BOOST_TEST((!each.platform_done && !each.answer));
  }
}

BOOST_AUTO_TEST_CASE(a_bare_error_is_not_the_platforms_word) {
  http.from_now_on(200, status_is("error"));
  start(true, false);
  time.advance(1h);
  for (const auto& each : seen) BOOST_TEST(!each.platform_done.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::edgegap
