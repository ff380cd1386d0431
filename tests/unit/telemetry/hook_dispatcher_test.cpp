#include "telemetry/hook_dispatcher.hpp"

#include "base/limits.hpp"
#include "support/fake_clock.hpp"
#include "telemetry/event_types.hpp"

#include <boost/test/unit_test.hpp>

using namespace gamekeeper;
using namespace gamekeeper::telemetry;
using namespace std::chrono_literals;
using kind = hook_result::kind;

namespace {

struct fixture {
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  base::random_source random{1};
  event_history history{time};
  struct call {
    hook_call what;
    std::function<void(hook_result)> end;
  };
  std::vector<call> commands, webhooks;
  std::vector<std::string> told;
  std::unique_ptr<hook_dispatcher> hooks;

  void configure(const std::vector<std::string>& texts) {
    hook_dispatcher::seams outside;
    outside.run_command = [this](hook_call c, auto end) {
      commands.push_back({std::move(c), std::move(end)});
    };
    outside.call_webhook = [this](hook_call c, auto end) {
      webhooks.push_back({std::move(c), std::move(end)});
    };
    outside.tell = [this](const hook_outcome& o) {
      told.push_back(o.on + " " + o.outcome + " " + std::to_string(o.attempts) + " " + o.detail);
    };
    hooks = std::make_unique<hook_dispatcher>(time, random, parse_hooks(texts).usable, std::move(outside));
    history.observe([this](const recorded_event& e) {
      if (hooks) hooks->offer(e);
    });
  }
  static hook_result failed(std::string detail, bool again) {
    hook_result how;
    how.what = kind::failed;
    how.again = again;
    how.detail = std::move(detail);
    return how;
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(dispatcher, fixture)

BOOST_AUTO_TEST_CASE(an_event_reaches_the_hooks_that_want_it_with_its_json_and_a_deadline) {
  configure({"ready=command:/a b", "ended=command:/c", "*=https://x/"});
  history.record(events::ready("api"));
  BOOST_TEST_REQUIRE(commands.size() == 1u);
  BOOST_TEST_REQUIRE(webhooks.size() == 1u);
  BOOST_TEST(commands[0].what.command.at(1) == "b");
  BOOST_TEST(commands[0].what.event.find(R"("type":"ready")") != std::string::npos);
  BOOST_TEST(commands[0].what.event_type == "ready");
  BOOST_TEST((commands[0].what.deadline == time.now() + base::limits::hook_command_deadline));
  BOOST_TEST(webhooks[0].what.url == "https://x/");
  commands[0].end({});
  BOOST_TEST(told.at(0) == "ready done 1 ");
  BOOST_TEST(!hooks->idle());
  webhooks[0].end({});
  BOOST_TEST(hooks->idle());
}

BOOST_AUTO_TEST_CASE(one_hook_gets_one_event_at_a_time_in_order) {
  configure({"*=command:/a"});
  history.record(events::ready("api"));
  history.record(events::signal("SIGUSR1"));
  BOOST_TEST(commands.size() == 1u);
  commands[0].end({});
  BOOST_TEST_REQUIRE(commands.size() == 2u);
  BOOST_TEST(commands[1].what.event_type == "signal");
}

BOOST_AUTO_TEST_CASE(a_command_that_fails_is_not_run_again) {
  configure({"ready=command:/a"});
  history.record(events::ready("api"));
  commands[0].end(failed("exit code 3", true));
  BOOST_TEST(told.at(0) == "ready failed 1 exit code 3");
  time.advance(1h);
  BOOST_TEST(commands.size() == 1u);
}

BOOST_AUTO_TEST_CASE(a_webhook_is_tried_again_with_pauses_and_then_given_up) {
  configure({"ready=https://x/"});
  history.record(events::ready("api"));
  for (std::size_t i = 0; i < webhooks.size(); ++i) {
    webhooks[i].end(failed("HTTP 503", true));
    time.advance(base::limits::hook_backoff_max);
  }
  BOOST_TEST(webhooks.size() == static_cast<std::size_t>(base::limits::hook_webhook_attempts));
  BOOST_TEST(told.at(0) == "ready failed 5 HTTP 503");
  BOOST_TEST(hooks->idle());
}

BOOST_AUTO_TEST_CASE(retry_after_is_obeyed) {
  configure({"ready=https://x/"});
  history.record(events::ready("api"));
  auto how = failed("HTTP 429", true);
  how.retry_after = 2min;
  webhooks[0].end(how);
  time.advance(119s);
  BOOST_TEST(webhooks.size() == 1u);
  time.advance(1s);
  BOOST_TEST_REQUIRE(webhooks.size() == 2u);
  webhooks[1].end({});
  BOOST_TEST(told.at(0) == "ready done 2 ");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_final) {
  configure({"ready=https://x/"});
  history.record(events::ready("api"));
  webhooks[0].end(failed("HTTP 400", false));
  BOOST_TEST(told.at(0) == "ready failed 1 HTTP 400");
}

BOOST_AUTO_TEST_CASE(a_hook_that_hangs_loses_events_and_holds_up_nobody) {
  configure({"signal=command:/hangs", "signal=command:/works"});
  for (std::size_t i = 0; i < base::limits::hook_queue + 3; ++i) {
    history.record(events::signal("SIGUSR1"));
    commands.back().end({});  // the one that works
  }
  BOOST_TEST(std::count(told.begin(), told.end(), "signal dropped 0 64 events wait for this hook") == 3);
  BOOST_TEST(std::count(told.begin(), told.end(), "signal done 1 ") ==
             static_cast<std::ptrdiff_t>(base::limits::hook_queue + 3));
}

BOOST_AUTO_TEST_CASE(a_hook_s_own_event_triggers_none) {
  configure({"*=command:/a"});
  history.record(events::hook("x", "ready", 1, "done", 1, ""));
  BOOST_TEST(commands.empty());
}

BOOST_AUTO_TEST_CASE(a_call_may_end_after_the_dispatcher) {
  configure({"ready=https://x/"});
  history.record(events::ready("api"));
  hooks.reset();
  webhooks[0].end(failed("", true));
  BOOST_TEST(told.empty());
  BOOST_TEST(time.waiting() == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
