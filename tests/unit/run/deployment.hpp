#pragma once

#include "gamekeeper/run/shell.hpp"
#include "support/captured_log.hpp"
#include "support/fake_clock.hpp"
#include "support/fake_process_host.hpp"
#include "support/fake_surroundings.hpp"
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
struct deployment {
  explicit deployment(bool on_platform = true) {
    edgegap::client_settings settings;
    settings.api = net::parse_trusted_url("https://api.edgegap.com").value();
    platform.emplace(http, time, settings, on_platform ? injected() : edgegap::injected_environment());
    what.rules.on_platform = what.rules.can_self_stop = what.on_platform = on_platform;
    what.game.command = {"./server", "-port", "7777"};
    what.reading_max_age = 45s;
    what.unknown_warn_after = 5min;
    what.detectors = {"sockets_usage", "reported"};
    what.ladder = settings::ladder_of({});
    what.version = "0.0.0";
    if (on_platform) {
      what.deployment = what.request_id = "f68e011bfb01";
      what.state_path = folder.file("state.json");
    }
  }

  run::shell& start() {
    agent.emplace(time, log.log, run::telemetry_sinks{events, counters}, host, around, tasks, what,
                  [this](int code) { left = code; });
    agent->start();
    agent->connect(*platform);
    time.advance(0s);
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
    what.rules.recheck.is_enabled = true;
    interval_ = interval;
    start().set_pace({[this] { told += "a"; }, [this] { told += "r"; },
                      [this](base::time_point until) { told += until == base::time_point{} ? "c" : "h"; },
                      [this] { told += "l"; }, [this] { return interval_; }});
  }
  std::optional<telemetry::remembered> remembered() {
    return telemetry::read_state(*what.state_path).value();
  }

  tests::temporary_folder folder;
  tests::captured_log log;
  asio::io_context loop{1};
  tests::fake_clock time{loop};
  tests::fake_process_host host;
  tests::scripted_transport http{time};
  std::optional<edgegap::client> platform;
  base::task_group tasks{loop.get_executor(), log.log};
  tests::fake_surroundings around;
  telemetry::event_history events{time};
  telemetry::agent_metrics counters;
  run::plan what;
  std::optional<run::shell> agent;
  std::optional<int> left;
  std::string told;  ///< to the watcher: attend, relax, hurry, calm down, look
  base::duration interval_{};
};

}  // namespace gamekeeper::tests
