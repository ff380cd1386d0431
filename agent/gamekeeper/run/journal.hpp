#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "lifecycle/announcements.hpp"
#include "lifecycle/effects.hpp"
#include "lifecycle/state.hpp"
#include "process/process_host.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gamekeeper::run {

/// Says what happens: one function for each happening, which writes its line of the log and records its event, where it
/// has one. Pages and tests quote both.
class journal {
 public:
  /// Everything that is handed in outlives the journal.
  journal(base::clock& time, base::logger& log, telemetry_sinks telemetry, std::string request_id)
      : time_(time), log_(log), telemetry_(telemetry), request_id_(std::move(request_id)) {}

  // The deployment's life.
  void end_decided(const lifecycle::decided& end);
  /// `core` is the state after the change.
  void phase_entered(lifecycle::phase entered, const lifecycle::state& core);
  /// What the core has decided and asks for nothing.
  void announced(const lifecycle::announcement& announcement, const lifecycle::state& core);
  void stop_accepted(bool is_gone, base::duration linger_max);
  void agent_paused(base::duration gap);

  // The game.
  void game_starting_again(int restart);
  void game_started(pid_t game, const std::vector<std::string>& command, int restart);
  void game_not_started(const process::spawn_failure& failure);
  void game_ready(std::string by);
  void game_ended(const process::process_ended& ended, std::string_view description, bool out_of_memory);
  void game_hangs(const std::string& reason, const std::string& evidence,
                  const std::vector<std::string>& last_lines);
  void watchdog_set(base::duration timeout);
  void status_text(const std::string& text);
  void time_extended(base::duration by);
  void extension_refused(const base::error& reason);

  // The processes beside it.
  void hook_ended(const process::process_ended& ended);
  void orphan_reaped(const process::process_ended& ended);
  void memory_kill(std::uint64_t kills);

  // The end of the processes.
  /// A step of the stop ladder that is a signal was carried out; `failure` is empty when it went well.
  void ladder_signal_sent(std::size_t step, std::string_view description, std::string_view failure);
  void ladder_step_begun(std::string_view description);
  void ladder_step_done(std::size_t step, std::string_view description, std::string_view failure);
  void rest_terminated(const std::vector<process::process_info>& processes);
  /// `again`: after an earlier kill.
  void tree_killed(const std::vector<process::process_info>& processes, bool again);
  void processes_survived(const std::vector<process::process_info>& processes);

  // What is asked of hooks and of the platform.
  void veto_asked(const lifecycle::ask_veto& question);
  void recheck_asked();
  void platform_status_changed(std::string_view status, std::string_view text, std::string_view previous);

  // What somebody asks for over the local API.
  void match_started(const std::string& id, const std::string& metadata);
  void match_ended(const std::string& id, const std::string& reason, base::duration lasted);
  void hold_placed(const std::string& id, const std::string& reason, base::duration lasts, bool is_renewed);
  void hold_released(const std::string& id);
  void drain_requested(const std::string& reason, base::duration within);
  void stop_requested(const std::string& reason);
  void restart_requested(const std::string& reason);
  void signal_requested(const std::string& name);
  void log_level_changed(base::log_level level);

 private:
  void record(const telemetry::event& event) { telemetry_.events.record(event); }
  void announce(const lifecycle::would_end& e, const lifecycle::state& core);
  void announce(const lifecycle::uptime_warning& e, const lifecycle::state& core);
  void announce(const lifecycle::hold_expired& e, const lifecycle::state& core);
  void announce(const lifecycle::veto_heard& e, const lifecycle::state& core);
  void announce(const lifecycle::veto_overruled& e, const lifecycle::state& core);
  void announce(const lifecycle::platform_end_doubted& e, const lifecycle::state& core);
  void announce(const lifecycle::restart_scheduled& e, const lifecycle::state& core);
  void announce(const lifecycle::retry_scheduled& e, const lifecycle::state& core);
  void announce(const lifecycle::stop_refused& e, const lifecycle::state& core);
  void announce(const lifecycle::linger_expired& e, const lifecycle::state& core);

  base::clock& time_;
  base::logger& log_;
  telemetry_sinks telemetry_;
  std::string request_id_;
  lifecycle::phase phase_ = lifecycle::phase::starting;
  std::string ready_by_ = "at once";
};

}  // namespace gamekeeper::run
