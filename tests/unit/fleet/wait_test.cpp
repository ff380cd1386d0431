#include "fleet/wait.hpp"

#include "unit/fleet/commanded.hpp"

namespace gamekeeper::fleet {

namespace {

using namespace std::chrono_literals;

std::string status(std::string_view word) {
  return R"({"request_id":"a","current_status":"Status.)" + std::string(word) + R"("})";
}

struct waiting : commanded {
  exit_code wait_for(wait_goal goal, base::duration timeout = 1min) {
    wait_options options;
    options.request_id = "a";
    options.goal = goal;
    options.timeout = timeout;
    return run(wait(s, options), timeout);
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(waits, waiting)

BOOST_AUTO_TEST_CASE(until_it_is_ready) {
  http.from_now_on(200, status("READY"));
  http.then(200, status("SEEKING"));
  http.then(503, "{}");
  http.then(200, status("DEPLOYING"));
  BOOST_TEST(wait_for(wait_goal::ready) == done);
  BOOST_TEST(out.str() == "deployment  a\nstatus      Status.READY\n");
  BOOST_TEST(err.str() == "");
}

BOOST_AUTO_TEST_CASE(what_can_get_ready_no_more_is_not_waited_for) {
  for (std::string_view word : {"ERROR", "TERMINATING", "TERMINATED"}) {
    http.from_now_on(200, status(word));
    BOOST_TEST(wait_for(wait_goal::ready) == ended_otherwise);
  }
}

BOOST_AUTO_TEST_CASE(until_it_has_terminated_or_is_gone) {
  http.from_now_on(200, status("TERMINATED"));
  http.then(200, status("READY"));
  BOOST_TEST(wait_for(wait_goal::terminated) == done);
  for (int code : {400, 404, 410}) {
    http.from_now_on(code, R"({"message":"no such deployment"})");
    http.then(200, status("TERMINATING"));
    out.str("");
    BOOST_TEST(wait_for(wait_goal::terminated) == done);
    BOOST_TEST(out.str() == "a is gone\n");
  }
}

BOOST_AUTO_TEST_CASE(one_that_was_never_there_is_not_found) {
  http.from_now_on(404, R"({"message":"no such deployment"})");
  BOOST_TEST(wait_for(wait_goal::terminated) == not_found);
  BOOST_TEST(err.str() == "gamekeeper-fleet: deployment_status of a was answered 404: no such deployment\n");
}

BOOST_AUTO_TEST_CASE(time_runs_out_with_the_last_status) {
  http.from_now_on(200, status("SEEKING"));
  BOOST_TEST(wait_for(wait_goal::ready, 3s) == timed_out);
  BOOST_TEST(err.str() == "gamekeeper-fleet: a is not ready after 3s; last status: Status.SEEKING\n");
  BOOST_TEST(http.requests().size() == 6U);
}

BOOST_AUTO_TEST_CASE(on_a_terminal_one_line_tells_how_it_goes_and_is_gone_at_the_end) {
  s.show.progress = true;
  http.from_now_on(200, status("READY"));
  http.then(200, status("SEEKING"));
  BOOST_TEST(wait_for(wait_goal::ready) == done);
  BOOST_TEST(err.str() == "\r\x1b[Ka  Status.SEEKING  0s\r\x1b[Ka  Status.READY  0s\r\x1b[K");
}

BOOST_AUTO_TEST_CASE(a_token_that_is_refused_ends_it_at_once) {
  http.from_now_on(401, R"({"message":"no"})");
  BOOST_TEST(wait_for(wait_goal::ready) == refused);
  BOOST_TEST(http.requests().size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace gamekeeper::fleet
