#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "edgegap/client.hpp"
#include "edgegap/watch/watcher.hpp"
#include "gamekeeper/run/control_commands.hpp"
#include "gamekeeper/run/event_sink.hpp"
#include "gamekeeper/run/exit_report.hpp"
#include "gamekeeper/run/game_io.hpp"
#include "gamekeeper/run/game_messages.hpp"
#include "gamekeeper/run/game_process.hpp"
#include "gamekeeper/run/journal.hpp"
#include "gamekeeper/run/lifecycle_driver.hpp"
#include "gamekeeper/run/occupancy_monitor.hpp"
#include "gamekeeper/run/platform_monitor.hpp"
#include "gamekeeper/run/run_config.hpp"
#include "gamekeeper/run/self_stop.hpp"
#include "gamekeeper/run/signal_forwarder.hpp"
#include "gamekeeper/run/status_report.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "process/process_host.hpp"

#include <functional>
#include <string_view>

namespace gamekeeper::run {

/// Owns the parts of one run: gives the core what they post, and carries each of its effects to the part whose it is.
/// Decides nothing itself. One thread, the loop's.
class supervisor {
 public:
  struct seams {
    base::clock& time;
    base::logger& log;
    telemetry_sinks telemetry;
    process::process_host& host;
    game_io& io;
    base::task_group& tasks;
    std::function<void(int exit_code)> leave;  ///< called once
  };

  /// Everything that is handed in outlives the supervisor.
  supervisor(seams around, run_config config);

  /// Starts the game, or finishes a stop that was decided before this agent was started again.
  void start();
  /// What the local API shows of the deployment and the settings.
  void set_startup_views(control::deployment_view at_start, std::vector<control::setting_view> in_force) {
    status_.set_startup_views(std::move(at_start), std::move(in_force));
  }
  /// Gives it the platform to stop the deployment with. Until then a self-stop waits; the platform is made after the
  /// game has started, because making it may be slow.
  void connect(edgegap::client& platform);
  /// Sets whom to tell how urgently to poll the platform.
  void set_poll_control(poll_urgency::control watcher) { platform_.attach(std::move(watcher)); }

  /// Forwards the signal at once; its log waits for flush_signal_log(), so that the game gets the processor first.
  void on_signal(process::received_signal received) { signals_.on_signal(received); }
  void flush_signal_log() { signals_.flush_log(); }
  /// The agent stood still for so long, and the clock with it.
  void on_pause(base::duration gap);
  void on_observation(const edgegap::observation& observation);
  void on_reading(std::string_view detector, const occupancy::reading& reading);
  void on_detector_failure(std::string_view detector, const base::error& failure);
  /// The kernel may have killed something for memory.
  void check_memory() { game_.check_memory(); }

  /// What the game says of itself comes in here.
  game_messages& messages() noexcept { return messages_; }
  /// What the local API is served from.
  control::agent& control() noexcept { return commands_; }

 private:
  event_sink post_to_core();
  void on_alarm();
  void reschedule();
  int exit_code_for(int game_code) const;

  void apply(const lifecycle::decided& e);
  void apply(const lifecycle::phase_entered& e);
  void apply(const lifecycle::start_game& e);
  void apply(const lifecycle::signal_game& e);
  void apply(const lifecycle::signal_tree& e);
  void apply(const lifecycle::terminate_rest& e) { game_.terminate_rest(e.last); }
  void apply(const lifecycle::run_ladder_step& e);
  void apply(const lifecycle::collect_evidence& e) { game_.collect_evidence(e.reason); }
  void apply(const lifecycle::kill_tree& e) { game_.kill_tree(e.again); }
  void apply(const lifecycle::unkillable_processes&) { game_.report_survivors(); }
  void apply(const lifecycle::recheck_platform&) { platform_.recheck(); }
  void apply(const lifecycle::ask_veto& e);
  void apply(const lifecycle::send_self_stop& e) { self_stop_.send(e.attempt, driver_.state()); }
  void apply(const lifecycle::stop_accepted& e);
  void apply(const lifecycle::leave& e);
  void apply(const lifecycle::announcement& e) { journal_.announced(e, driver_.state()); }

  seams seams_;
  run_config config_;
  journal journal_;
  lifecycle_driver driver_;
  occupancy_monitor occupancy_;
  platform_monitor platform_;
  self_stop self_stop_;
  game_process game_;
  signal_forwarder signals_;
  game_messages messages_;
  status_report status_;
  control_commands commands_;
};

}  // namespace gamekeeper::run
