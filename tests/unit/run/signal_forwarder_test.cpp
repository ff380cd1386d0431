#include "gamekeeper/run/signal_forwarder.hpp"

#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_process_host.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <signal.h>
#include <unistd.h>

using namespace gamekeeper;
using sent = tests::fake_process_host::sent;

namespace {

/// A forwarder over a game that runs; the core that it posts to lets every signal but SIGTERM and SIGUSR2 pass.
struct forwarder_fixture {
  run::signal_forwarder& make() {
    process::spawn_spec spec;
    spec.command = {"./server"};
    game = host.spawn(spec).value();
    forwarder.emplace(
        host, log.log, run::telemetry_sinks{events, counters}, rules,
        run::signal_forwarder::seams{[this] { return game; },
                                     [](int number) { return number != SIGTERM && number != SIGUSR2; },
                                     [this](lifecycle::event event) { posted.push_back(std::move(event)); }});
    return *forwarder;
  }
  template <class Event>
  const Event* last_posted() const {
    return posted.empty() ? nullptr : std::get_if<Event>(&posted.back());
  }

  tests::captured_log log;
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  tests::fake_process_host host;
  telemetry::event_history events{time};
  telemetry::agent_metrics counters;
  run::signal_forwarder::signal_rules rules;
  std::vector<lifecycle::event> posted;
  pid_t game = 0;
  std::optional<run::signal_forwarder> forwarder;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(signal_forwarder)

BOOST_AUTO_TEST_CASE(a_signal_that_is_only_forwarded_is_sent_at_once_and_logged_on_demand) {
  forwarder_fixture fixture;
  auto& forwarder = fixture.make();
  forwarder.on_signal({SIGUSR1, 0});
  BOOST_TEST((fixture.host.signals == std::vector<sent>{{fixture.game, SIGUSR1, true}}));
  BOOST_TEST(fixture.posted.empty());
  BOOST_TEST(fixture.log.lines().empty());
  BOOST_TEST(fixture.events.last() == 0u);
  for (int call = 0; call < 2; ++call) forwarder.flush_log();
  BOOST_TEST(fixture.log.count("signal arrived") == 1u);
  BOOST_TEST(fixture.log.count("signal sent to the game") == 1u);
  BOOST_TEST(fixture.events.last() == 1u);
}

BOOST_AUTO_TEST_CASE(the_core_gets_what_it_has_to_see_and_nothing_is_sent) {
  for (const int number : {SIGTERM, SIGUSR2}) {
    forwarder_fixture fixture;
    fixture.make().on_signal({number, 0});
    BOOST_TEST(fixture.host.signals.empty());
    BOOST_TEST_REQUIRE(fixture.last_posted<lifecycle::signal_arrived>() != nullptr);
    BOOST_TEST(fixture.last_posted<lifecycle::signal_arrived>()->number == number);
    BOOST_TEST(fixture.log.count("signal arrived") == 1u);
  }
}

BOOST_AUTO_TEST_CASE(a_signal_that_the_policy_drops_is_logged_and_goes_nowhere) {
  forwarder_fixture fixture;
  fixture.rules.policy.rules = {{SIGHUP, 0}};
  fixture.make().on_signal({SIGHUP, 0});
  BOOST_TEST(fixture.host.signals.empty());
  BOOST_TEST(fixture.posted.empty());
  BOOST_TEST(fixture.log.has("SIGHUP"));
}

BOOST_AUTO_TEST_CASE(sigterm_reaches_the_core_whatever_the_policy_makes_of_it) {
  forwarder_fixture fixture;
  fixture.rules.policy.rules = {{SIGTERM, 0}};
  fixture.make().on_signal({SIGTERM, 0});
  BOOST_TEST(fixture.last_posted<lifecycle::signal_arrived>() != nullptr);
}

BOOST_AUTO_TEST_CASE(a_signal_that_becomes_sigterm_is_a_stop_and_names_what_came) {
  forwarder_fixture fixture;
  fixture.rules.policy.rules = {{SIGINT, SIGTERM}};
  fixture.make().on_signal({SIGINT, 0});
  const auto* stop = fixture.last_posted<lifecycle::stop_signal_arrived>();
  BOOST_TEST_REQUIRE(stop != nullptr);
  BOOST_TEST(stop->to_game == SIGTERM);
  BOOST_TEST(stop->reason == "SIGINT arrived");
}

BOOST_AUTO_TEST_CASE(a_stop_signal_counts_from_outside_and_from_beside_the_game_only) {
  const std::optional<pid_t> outside = 0, beside = ::getpid(), unknown, gone = 0x7fffffff;
  for (const auto& sender : {outside, beside, unknown, gone}) {
    forwarder_fixture fixture;
    fixture.rules.stop_signals = {SIGINT};
    fixture.make().on_signal({SIGINT, sender});
    const bool is_stop = sender == outside || sender == beside;
    BOOST_TEST((fixture.last_posted<lifecycle::stop_signal_arrived>() != nullptr) == is_stop);
    BOOST_TEST(fixture.host.signals.empty() == is_stop);
  }
}

BOOST_AUTO_TEST_CASE(a_stop_signal_of_the_games_own_is_only_forwarded) {
  forwarder_fixture fixture;
  fixture.rules.stop_signals = {SIGINT};
  auto& forwarder = fixture.make();
  fixture.host.add_orphan(::getpid(), "child of the game");
  forwarder.on_signal({SIGINT, ::getpid()});
  BOOST_TEST(fixture.posted.empty());
  BOOST_TEST(fixture.host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(with_target_child_the_main_process_alone_gets_it) {
  forwarder_fixture fixture;
  fixture.rules.policy.target = process::signal_target::child;
  fixture.make().on_signal({SIGUSR1, 0});
  BOOST_TEST((fixture.host.signals == std::vector<sent>{{fixture.game, SIGUSR1, false}}));
}

BOOST_AUTO_TEST_CASE(a_signal_that_did_not_reach_the_game_is_a_warning_and_not_counted) {
  forwarder_fixture fixture;
  auto& forwarder = fixture.make();
  fixture.host.end(fixture.game, {});
  forwarder.on_signal({SIGUSR1, 0});
  forwarder.flush_log();
  BOOST_TEST(fixture.log.has("the signal did not reach the game"));
}

BOOST_AUTO_TEST_SUITE_END()
