#pragma once

#include "gamekeeper/run/supervisor.hpp"
#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_game_io.hpp"
#include "support/fake_process_host.hpp"
#include "support/scripted_transport.hpp"
#include "support/temporary_folder.hpp"
#include "telemetry/state_file.hpp"

#include <boost/asio/io_context.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::tests {

using namespace std::chrono_literals;
namespace asio = boost::asio;

inline constexpr const char* delete_token = "7df4cd933df87084b34ae80d8abde293";

inline edgegap::injected_environment injected() {
  const std::vector<std::string> variables{
      "ARBITRIUM_REQUEST_ID=f68e011bfb01",
      "ARBITRIUM_DELETE_URL=https://api.edgegap.com/v1/self/stop/9f511e17/660",
      std::string("ARBITRIUM_DELETE_TOKEN=") + delete_token,
  };
  return edgegap::read_environment(variables);
}

/// A whole agent without a system below it: processes, time and the platform are played by the test.
struct supervisor_fixture {
  explicit supervisor_fixture(bool on_platform = true) {
    edgegap::client_settings settings;
    settings.api = net::parse_trusted_url("https://api.edgegap.com").value();
    platform.emplace(http, time, settings, on_platform ? injected() : edgegap::injected_environment());
    config.policy.on_platform = config.policy.can_self_stop = on_platform;
    config.platform.is_present = config.self_stop.is_possible = on_platform;
    config.game.command = {"./server", "-port", "7777"};
    config.platform.reading_max_age = 45s;
    config.unknown_warn_after = 5min;
    config.detectors = {"sockets_usage", "reported"};
    config.ladder = settings::ladder_of({});
    config.version = "0.0.0";
    if (on_platform) {
      config.self_stop.deployment = config.request_id = "f68e011bfb01";
      config.self_stop.state_path = folder.file("state.json");
    }
  }

  run::supervisor& start() {
    start_without_platform();
    agent->connect(*platform);
    time.advance(0s);
    return *agent;
  }
  run::supervisor& start_without_platform() {
    agent.emplace(
        run::supervisor::seams{
            time, log.log, {events, counters}, host, game_io, tasks, [this](int code) { left = code; }},
        config);
    agent->start();
    return *agent;
  }

  pid_t game() const { return host.spawns.back().pid; }
  /// How often the game was sent something that asks it to end.
  std::size_t times_asked() const {
    const auto& all = host.signals;
    return static_cast<std::size_t>(
        std::count_if(all.begin(), all.end(), [](const auto& each) { return each.signal == SIGTERM; }));
  }
  void game_ends(int code) {
    host.end(game(), process::exit_status{code, 0, false});
    time.advance(0s);
  }
  void platform_says(std::optional<int> sockets_usage) {
    edgegap::deployment seen;
    seen.status = edgegap::deployment_status::ready;
    seen.status_text = "Status.READY";
    seen.sockets_usage = sockets_usage;
    agent->on_observation(edgegap::observation(time.now(), edgegap::operation_id::context_get, seen));
  }
  void platform_fails(int status) {
    const auto from = edgegap::operation_id::context_get;
    agent->on_observation(edgegap::observation(
        time.now(), from,
        edgegap::api_error::from_answer(from, net::http_response{status, {}, "{}"}, time.wall())));
  }
  /// A watcher that is played by the test, and asks as often as it says.
  void paced_by(base::duration interval) {
    config.policy.recheck.is_enabled = true;
    interval_ = interval;
    start().set_poll_control(
        {[this] { urgencies += "a"; }, [this] { urgencies += "r"; },
         [this](base::time_point until) { urgencies += until == base::time_point{} ? "c" : "h"; },
         [this] { urgencies += "l"; }, [this] { return interval_; }});
  }
  std::optional<telemetry::remembered> remembered() {
    return telemetry::read_state(*config.self_stop.state_path).value();
  }

  tests::temporary_folder folder;
  tests::captured_log log;
  asio::io_context loop{1};
  tests::fake_clock time{loop};
  tests::fake_process_host host;
  tests::scripted_transport http{time};
  std::optional<edgegap::client> platform;
  base::task_group tasks{loop.get_executor(), log.log};
  tests::fake_game_io game_io;
  telemetry::event_history events{time};
  telemetry::agent_metrics counters;
  run::run_config config;
  std::optional<run::supervisor> agent;
  std::optional<int> left;
  std::string urgencies;  ///< of the watcher: active, (r)elaxed, (h)urry, (c)alm again, (l)ook
  base::duration interval_{};
};

}  // namespace gamekeeper::tests
