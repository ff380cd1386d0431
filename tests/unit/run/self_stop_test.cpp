#include "gamekeeper/run/self_stop.hpp"

#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/scripted_transport.hpp"
#include "support/temporary_folder.hpp"
#include "telemetry/state_file.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>

#include <filesystem>

using namespace gamekeeper;
using namespace std::chrono_literals;

namespace {

/// A self-stop of the deployment "f68e011bfb01", whose end the core has decided.
struct self_stop_fixture {
  self_stop_fixture() {
    chosen.deployment = "f68e011bfb01";
    chosen.state_path = folder.file("state.json");
    chosen.is_possible = true;
    core.ending.verdict = lifecycle::verdict::empty;
    core.ending.reason = "nobody was here";
    const std::vector<std::string> variables{
        "ARBITRIUM_REQUEST_ID=f68e011bfb01",
        "ARBITRIUM_DELETE_URL=https://api.edgegap.com/v1/self/stop/9f511e17/660",
        "ARBITRIUM_DELETE_TOKEN=7df4cd933df87084b34ae80d8abde293",
    };
    edgegap::client_settings settings;
    settings.api = net::parse_trusted_url("https://api.edgegap.com").value();
    platform.emplace(http, time, settings, edgegap::read_environment(variables));
  }
  run::self_stop& make() {
    stop.emplace(time, log.log, run::telemetry_sinks{events, counters}, tasks, chosen,
                 [this](const lifecycle::event& event) {
                   answers.push_back(std::get<lifecycle::self_stop_answered>(event).answer);
                 });
    return *stop;
  }
  std::optional<telemetry::remembered> written() const {
    return telemetry::read_state(*chosen.state_path).value();
  }
  void write_earlier(std::string deployment, std::string verdict) const {
    telemetry::remembered earlier;
    earlier.request_id = std::move(deployment);
    earlier.verdict = std::move(verdict);
    earlier.reason = "the match is over";
    earlier.game_exit_code = 7;
    telemetry::write_state(*chosen.state_path, earlier).value();
  }

  tests::temporary_folder folder;
  tests::captured_log log;
  boost::asio::io_context loop{1};
  tests::fake_clock time{loop};
  tests::scripted_transport http{time};
  telemetry::event_history events{time};
  telemetry::agent_metrics counters;
  base::task_group tasks{loop.get_executor(), log.log};
  std::optional<edgegap::client> platform;
  run::self_stop::settings chosen;
  lifecycle::state core;
  std::vector<lifecycle::stop_answer> answers;
  std::optional<run::self_stop> stop;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(self_stop)

BOOST_AUTO_TEST_CASE(a_decision_is_written_with_the_time_and_the_code_that_are_known) {
  self_stop_fixture fixture;
  auto& stop = fixture.make();
  stop.set_decided_now();
  stop.write_decision(fixture.core, false);
  const auto decided_at = fixture.time.wall();
  BOOST_TEST(fixture.written()->verdict == "empty");
  BOOST_TEST(fixture.written()->reason == "nobody was here");
  BOOST_TEST(!fixture.written()->game_exit_code);
  fixture.time.advance(1min);
  fixture.core.game.exit_code = 3;
  stop.write_decision(fixture.core, true);
  BOOST_TEST(fixture.written()->accepted);
  BOOST_TEST(*fixture.written()->game_exit_code == 3);
  BOOST_TEST((fixture.written()->decided_at == decided_at));
}

BOOST_AUTO_TEST_CASE(before_an_end_is_decided_and_off_the_platform_nothing_is_written) {
  for (const bool on_platform : {true, false}) {
    self_stop_fixture fixture;
    if (on_platform) fixture.core.ending.verdict.reset();
    if (!on_platform) fixture.chosen.deployment.clear();
    fixture.make().write_decision(fixture.core, false);
    BOOST_TEST(!fixture.written().has_value());
  }
}

BOOST_AUTO_TEST_CASE(a_decision_that_cannot_be_written_is_said_once_and_written_as_soon_as_it_can_be) {
  self_stop_fixture fixture;
  fixture.chosen.state_path = fixture.folder.file("missing/state.json");
  auto& stop = fixture.make();
  stop.write_decision(fixture.core, true);
  stop.retry_write(fixture.core);
  BOOST_TEST(fixture.log.count("the decision cannot be written down") == 1u);
  std::filesystem::create_directory(fixture.folder.file("missing"));
  for (int call = 0; call < 2; ++call) stop.retry_write(fixture.core);
  BOOST_TEST(fixture.written()->accepted);
  BOOST_TEST(fixture.log.count("the decision is written down now") == 1u);
}

BOOST_AUTO_TEST_CASE(an_earlier_decision_is_read_with_its_verdict_reason_and_code) {
  self_stop_fixture fixture;
  fixture.write_earlier("f68e011bfb01", "match_ended");
  const auto earlier = fixture.make().read_earlier_decision();
  BOOST_TEST_REQUIRE(earlier.has_value());
  BOOST_TEST((earlier->verdict == lifecycle::verdict::match_ended));
  BOOST_TEST(earlier->reason == "the match is over");
  BOOST_TEST(*earlier->game_exit_code == 7);
}

BOOST_AUTO_TEST_CASE(a_verdict_of_a_newer_agent_is_said_and_stands_for_a_stop) {
  self_stop_fixture fixture;
  fixture.write_earlier("f68e011bfb01", "bored");
  const auto earlier = fixture.make().read_earlier_decision();
  BOOST_TEST((earlier->verdict == lifecycle::verdict::stop_requested));
  BOOST_TEST(fixture.log.has("a verdict that this agent does not know"));
}

BOOST_AUTO_TEST_CASE(there_is_no_earlier_decision_in_a_file_of_others_a_broken_one_or_without_a_way_to_stop) {
  self_stop_fixture of_others;
  of_others.write_earlier("another0ne00", "empty");
  BOOST_TEST(!of_others.make().read_earlier_decision());

  self_stop_fixture without_a_way;
  without_a_way.write_earlier("f68e011bfb01", "empty");
  without_a_way.chosen.is_possible = false;
  BOOST_TEST(!without_a_way.make().read_earlier_decision());

  self_stop_fixture broken;
  broken.folder.write("state.json", "{ not json");
  BOOST_TEST(!broken.make().read_earlier_decision());
  BOOST_TEST(broken.log.has("the state file cannot be used"));
}

BOOST_AUTO_TEST_CASE(an_attempt_waits_for_the_platform_and_is_made_once) {
  self_stop_fixture fixture;
  fixture.http.from_now_on(200);
  auto& stop = fixture.make();
  stop.send(1, fixture.core);
  fixture.time.advance(1min);
  BOOST_TEST(fixture.http.requests().empty());
  stop.connect(*fixture.platform, fixture.core);
  fixture.time.advance(0s);
  BOOST_TEST(fixture.http.requests().size() == 1u);
  BOOST_TEST((fixture.answers == std::vector{lifecycle::stop_answer::accepted}));
  stop.connect(*fixture.platform, fixture.core);
  fixture.time.advance(0s);
  BOOST_TEST(fixture.http.requests().size() == 1u);
}

BOOST_AUTO_TEST_CASE(each_answer_of_the_platform_is_posted_as_what_it_means) {
  using answer = lifecycle::stop_answer;
  const std::vector<std::pair<int, answer>> cases{
      {202, answer::accepted}, {410, answer::gone}, {403, answer::refused}, {503, answer::failed}};
  for (const auto& [status, expected] : cases) {
    self_stop_fixture fixture;
    fixture.http.from_now_on(status, R"({"message": "text"})");
    auto& stop = fixture.make();
    stop.connect(*fixture.platform, fixture.core);
    stop.send(1, fixture.core);
    fixture.time.advance(0s);
    BOOST_TEST_REQUIRE(fixture.answers.size() == 1u);
    BOOST_TEST((fixture.answers.front() == expected));
    BOOST_TEST(fixture.events.last() == 2u);  // the attempt and its answer
  }
}

BOOST_AUTO_TEST_CASE(an_attempt_after_the_stop_was_accepted_is_a_matter_for_debugging) {
  self_stop_fixture fixture;
  fixture.http.from_now_on(200);
  fixture.core.phase = lifecycle::phase::lingering;
  auto& stop = fixture.make();
  stop.connect(*fixture.platform, fixture.core);
  stop.send(2, fixture.core);
  fixture.time.advance(0s);
  BOOST_TEST(fixture.log.count("\"level\":\"debug\"") == 2u);
  BOOST_TEST(fixture.log.count("\"level\":\"info\"") == 0u);
}

BOOST_AUTO_TEST_SUITE_END()
