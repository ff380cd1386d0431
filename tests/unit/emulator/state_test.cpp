#include "emulated_platform.hpp"
#include "emulator/runtime/no_containers.hpp"
#include "emulator/state/deployment_record.hpp"
#include "emulator/state/sqlite_state.hpp"

#include <boost/test/unit_test.hpp>

#include <sys/stat.h>

using namespace gamekeeper;
using namespace std::chrono_literals;
using emulator::deployment_status;
using tests::emulated_platform;
using sent = tests::fake_process_host::sent;

namespace {

/// A second emulator over the same processes, clock and file, as after a SIGKILL: the first one is not asked.
struct second_emulator {
  emulator::process_containers runtime;
  emulator::platform platform;
  emulator::api api;

  second_emulator(emulated_platform& first, emulator::sqlite_state& state)
      : runtime(first.time, first.host, first.view(), first.log),
        platform(
            first.time, first.log, first.offered, runtime,
            [&first](std::size_t digits) { return first.next_hex(digits); },
            [](std::uint16_t) { return true; },
            {"https://127.0.0.1:4433", first.data.path(), "/usr/bin:/bin", "/root"}),
        api(platform, first.log, {{base::secret("organisation-token")}, true}) {
    platform.keep_state_in(state);
    std::vector<emulator::restored_deployment> all;
    for (const auto& record : state.records()) {
      auto read = emulator::from_record(record, first.time.wall(), first.time.now());
      BOOST_REQUIRE_MESSAGE(read.has_value(), read.error().message());
      all.push_back(std::move(*read));
    }
    platform.restore(std::move(all));
  }
  emulator::deployment& find(const std::string& id) {
    auto* found = platform.deployments().find(id);
    BOOST_REQUIRE(found);
    return *found;
  }
  std::string status(const std::string& id) {
    net::http_request request("GET", "/v1/status/" + id);
    request.authorization = base::secret("token organisation-token");
    return api.answer(request).response.body;
  }
};

struct kept_fixture : emulated_platform {
  emulator::sqlite_state state = *emulator::sqlite_state::open(data.path().string() + "/state", log);
  kept_fixture() { platform.keep_state_in(state); }
  std::string status(const std::string& id) { return as_organisation("GET", "/v1/status/" + id).body; }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(emulator_state, kept_fixture)

BOOST_AUTO_TEST_CASE(a_deployment_is_the_same_again_in_everything_that_the_api_shows) {
  auto text = order("v1");
  text.pop_back();
  const auto made = as_organisation("POST", "/v2/deployments", text + R"(, "tags": ["a", "é"],
    "environment_variables": [{"key": "K", "value": "v", "is_hidden": true}],
    "webhook_on_error": {"url": "https://example.com/e"}, "resources": {"cpu_units": 300, "memory_mib": 400}})");
  const auto id = std::string(body(made).at("request_id").as_string());
  time.advance(5s);
  auto& d = *platform.deployments().find(id);
  platform.set_sockets_usage(d, 5);
  as_organisation("PATCH", "/v1/deployments/" + id + "/tags/a", R"({"name": "b"})");
  time.advance(7s);
  second_emulator second(*this, state);
  BOOST_TEST(second.status(id) == status(id));
  auto& again = second.find(id);
  BOOST_TEST(again.delete_token.reveal() == d.delete_token.reveal());
  BOOST_TEST(again.context_token.reveal() == d.context_token.reveal());
  BOOST_TEST(again.stop_key == d.stop_key);
  BOOST_TEST(again.environment.at("K") == "v");
  BOOST_TEST(again.webhooks.error == "https://example.com/e");
  BOOST_TEST(again.container.pid == d.container.pid);
  BOOST_TEST(emulator::to_record(again) == emulator::to_record(d));
}

BOOST_AUTO_TEST_CASE(a_walk_goes_on_where_it_was) {
  auto& d = deploy();
  time.advance(2500ms);
  second_emulator second(*this, state);
  auto& again = second.find(d.request_id);
  BOOST_CHECK(again.status == deployment_status::seeked);
  platform.force_status(d, deployment_status::error);  // the first one stands still from here on
  time.advance(3s);
  BOOST_CHECK(again.status == deployment_status::ready);
}

BOOST_AUTO_TEST_CASE(a_process_that_was_started_and_not_yet_recorded_is_found_by_its_environment) {
  auto& d = deploy();
  const auto id = d.request_id;
  time.advance(4s);
  platform.force_status(d, deployment_status::deploying);  // the first one stands still from here on
  host.add_orphan(700, "game");
  environments[700] = "ARBITRIUM_REQUEST_ID=" + id;
  host.add_orphan(701, "stranger");
  second_emulator second(*this, state);
  auto& again = second.find(id);
  BOOST_TEST(again.container.pid == 700);
  time.advance(1s);
  BOOST_CHECK(again.status == deployment_status::ready);
  BOOST_TEST(host.spawns.empty());
  BOOST_TEST(host.alive(701));
}

BOOST_AUTO_TEST_CASE(a_found_process_is_watched_and_its_end_is_an_end_of_unknown_status) {
  auto& d = deploy_ready();
  const auto id = d.request_id;
  second_emulator second(*this, state);
  auto& again = second.find(id);
  BOOST_TEST(told(again, "process_found") == 1);
  time.advance(1s);
  BOOST_TEST(again.container.pid == d.container.pid);
  // Nobody reaps it for us: it is only not there any more.
  start_ticks[again.container.pid] = 2;
  time.advance(100ms);
  BOOST_TEST(told(again, "process_exited", "unseen") == 1);
  BOOST_TEST(!again.container.last_exit.has_value());
  BOOST_TEST(again.container.crash->message == "ended unseen: an earlier emulator had started it");
  BOOST_TEST(!again.container.crash->status.has_value());
}

BOOST_AUTO_TEST_CASE(a_pid_that_is_somebody_elses_by_now_is_left_alone_and_the_process_is_lost) {
  auto& d = deploy_ready("never");
  start_ticks[d.container.pid] = 99;
  second_emulator second(*this, state);
  auto& again = second.find(d.request_id);
  BOOST_TEST(told(again, "process_lost") == 1);
  BOOST_CHECK(again.status == deployment_status::terminated);
  BOOST_TEST(host.signals.empty());
}

BOOST_AUTO_TEST_CASE(a_lost_process_of_a_version_that_is_always_restarted_is_started_again) {
  auto& d = deploy_ready();
  const auto pid = d.container.pid;
  start_ticks[pid] = 99;
  second_emulator second(*this, state);
  auto& again = second.find(d.request_id);
  time.advance(100ms);
  BOOST_TEST(again.container.restart_count == 1);
  BOOST_TEST(again.container.pid != pid);
  BOOST_CHECK(again.status == deployment_status::ready);
}

BOOST_AUTO_TEST_CASE(a_stop_goes_on_with_what_is_left_of_the_grace) {
  auto& d = deploy_ready();
  self_stop(d);
  time.advance(3s);
  host.signals.clear();
  second_emulator second(*this, state);
  const auto pid = d.container.pid;
  BOOST_REQUIRE(host.signals.size() == 1u);
  BOOST_CHECK((host.signals[0] == sent{pid, SIGTERM, false}));
  time.advance(1999ms);
  BOOST_TEST(host.signals.size() == 1u);
  time.advance(1ms);
  BOOST_TEST(told(second.find(d.request_id), "signal_sent", "SIGKILL") == 1);
}

BOOST_AUTO_TEST_CASE(the_maximum_duration_counts_from_ready_across_a_restart) {
  auto& d = deploy_ready();
  time.advance(59min);
  second_emulator second(*this, state);
  auto& again = second.find(d.request_id);
  time.advance(1min - 1ms);
  BOOST_CHECK(again.status == deployment_status::ready);
  time.advance(1ms);
  BOOST_CHECK(again.status == deployment_status::terminating);
}

BOOST_AUTO_TEST_CASE(a_deployment_whose_version_is_gone_is_stopped_and_says_why) {
  auto& d = deploy_ready();
  const auto id = d.request_id;
  auto less = *emulator::parse_catalogue(R"({"applications": []})");
  std::swap(offered, less);
  second_emulator second(*this, state);
  std::swap(offered, less);
  auto& again = second.find(id);
  BOOST_CHECK(again.status == deployment_status::terminating);
  BOOST_TEST(again.error_detail.value_or("") == "the catalogue has no version 'v1' of 'game' any more");
  BOOST_TEST(second.status(id).find("\"app_version\":\"v1\"") != std::string::npos);
  BOOST_TEST(host.signals.size() == 1u);
}

BOOST_AUTO_TEST_CASE(ended_deployments_stay_known_and_those_that_are_forgotten_are_forgotten_for_good) {
  auto& d = deploy();
  platform.force_status(d, deployment_status::terminated);
  second_emulator second(*this, state);
  BOOST_CHECK(second.find(d.request_id).status == deployment_status::terminated);
  state.forget(d.request_id);
  BOOST_TEST(state.records().empty());
}

BOOST_AUTO_TEST_CASE(the_file_is_for_its_owner_alone_and_nobody_else_gets_it_meanwhile) {
  const auto file = data.path().string() + "/state";
  struct stat info {};
  BOOST_REQUIRE(::stat(file.c_str(), &info) == 0);
  BOOST_TEST((info.st_mode & 0777) == 0600u);
  const auto other = emulator::sqlite_state::open(file, log);
  BOOST_REQUIRE(!other.has_value());
  BOOST_CHECK(other.error().code() == base::errc::busy);
  BOOST_TEST(other.error().message() == file + ": another emulator has this state");
  BOOST_TEST(!emulator::sqlite_state::open("/nowhere/at/all", log).has_value());
  auto memory = emulator::sqlite_state::open(":memory:", log);
  memory->set_text("a", "b");
  memory->set_text("a", "c");
  BOOST_TEST(memory->text("a").value_or("") == "c");
  BOOST_TEST(!memory->text("b").has_value());
}

BOOST_AUTO_TEST_CASE(what_is_no_record_is_refused) {
  for (const auto* wrong : {"", "[]", "{}", R"({"request_id": 5})"})
    BOOST_CHECK(!emulator::from_record(wrong, time.wall(), time.now()).has_value());
  auto record = boost::json::parse(emulator::to_record(deploy())).as_object();
  record["status"] = "DANCING";
  BOOST_TEST(!emulator::from_record(boost::json::serialize(record), time.wall(), time.now()).has_value());
}

BOOST_AUTO_TEST_CASE(without_processes_a_deployment_is_ready_and_ends_as_soon_as_it_is_stopped) {
  emulator::no_containers nothing;
  emulator::platform plain(
      time, log, offered, nothing, [this](std::size_t digits) { return next_hex(digits); },
      [](std::uint16_t) { return true; }, {"https://127.0.0.1:4433", data.path(), "", ""});
  emulator::deploy_order wanted;
  wanted.version = offered.find("game", "v1");
  auto& d = **plain.deploy(wanted);
  time.advance(5s);
  BOOST_CHECK(d.status == deployment_status::ready);
  BOOST_TEST(host.spawns.empty());
  BOOST_CHECK(plain.stop(d) == emulator::stop_outcome::stopping);
  BOOST_CHECK(d.status == deployment_status::terminated);
}

BOOST_AUTO_TEST_SUITE_END()
