#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "control/agent.hpp"
#include "edgegap/client.hpp"
#include "edgegap/watcher.hpp"
#include "gamekeeper/run/occupancy_monitor.hpp"
#include "gamekeeper/run/pace.hpp"
#include "gamekeeper/run/self_stop.hpp"
#include "gamekeeper/run/signal_forwarder.hpp"
#include "gamekeeper/run/surroundings.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "lifecycle/machine.hpp"
#include "process/process_host.hpp"
#include "process/signal_policy.hpp"
#include "process/tree_signals.hpp"
#include "settings/ladder_step.hpp"

#include <deque>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <string>

namespace gamekeeper::run {

/// What one run is about. Plain values, decided before anything starts.
struct plan {
  lifecycle::policy rules;
  process::spawn_spec game;
  process::signal_policy signals;             ///< what becomes of signals on their way to the game
  std::vector<int> stop_signals;              ///< these end the container as SIGTERM does
  std::vector<int> exit_remap;                ///< codes that become 0
  std::optional<int> exit_decided;            ///< after an end that was decided
  std::vector<settings::ladder_step> ladder;  ///< step for step as in rules.ladder
  /// Names the deployment in the state file; empty off the platform, and then nothing is remembered.
  std::string deployment;
  std::optional<std::string> state_path;
  std::string report_path;              ///< empty: no report is written
  base::duration reading_max_age{};     ///< of the platform's sockets_usage, at least
  base::duration first_word_within{};   ///< the platform is asked first: until then nobody misses its word
  base::duration unknown_warn_after{};  ///< a detector that knows nothing for so long is a warning
  std::vector<std::string> detectors;   ///< all that are configured: they are shown before they say anything
  bool on_platform = false;
  std::string request_id;
  std::string version;
};

/// The shell around the core: turns what happens (processes, signals, requests, what the platform says) into
/// events, feeds them to lifecycle::step, and carries out the effects. Decides nothing itself. One thread,
/// the loop's.
class shell final : public control::agent {
 public:
  /// Everything that is handed in outlives the shell. `leave` is called once, with the exit code.
  shell(base::clock& time, base::logger& log, telemetry_sinks told, process::process_host& host,
        surroundings& around, base::task_group& tasks, plan what, std::function<void(int)> leave);

  /// Starts the game, or finishes a stop that was decided before this agent was started again.
  void start();
  /// What the local API shows of the deployment and the settings.
  void show(control::deployment_view at_start, std::vector<control::setting_view> in_force) {
    deployment_at_start_ = std::move(at_start);
    settings_ = std::move(in_force);
  }
  /// Gives it the platform to stop the deployment with. Until then a self-stop waits; it is made after the
  /// game has started, because making it may be slow.
  void connect(edgegap::client& platform);

  /// Forwards the signal at once; its log waits for flush_signal_log(), so that the game gets the processor first.
  void on_signal(process::received_signal received) { signals_.on_signal(received); }
  void flush_signal_log() { signals_.flush_log(); }
  /// The agent stood still for so long, and the clock with it.
  void on_pause(base::duration gap);
  void on_observation(const edgegap::observation& seen);
  void on_reading(std::string_view detector, const occupancy::reading& seen);
  void on_failure(std::string_view detector, const base::error& why);
  /// Which endpoint is watched, for the status: "context", "status" or "none".
  void set_source(std::string name) { source_ = std::move(name); }
  /// Who is to ask the platform as eagerly as it matters.
  void set_pace(pace::listener told) { pace_.attach(std::move(told)); }

  // What the game says of itself, by whatever way.
  /// It is there for players; `by` is what says so.
  void on_ready(std::string by);
  void on_sign_of_life();
  void on_watchdog_set(base::duration every);
  void on_watchdog_triggered();
  void on_extension(base::duration by);
  /// A sentence for people.
  void on_status_text(const std::string& text);

  /// The kernel may have killed something for memory.
  void look_at_memory();

  control::snapshot look() const override;
  control::explanation why() const override;
  control::deployment_view deployment() const override;
  std::vector<control::setting_view> settings() const override;
  base::result<void> start_match(std::string id, std::string metadata) override;
  base::result<void> end_match(std::string reason) override;
  base::result<void> report_players(int count, std::optional<base::duration> valid_for) override;
  base::result<void> hold(control::hold_request wanted) override;
  base::result<void> release(std::string id) override;
  base::result<void> ready() override;
  base::result<void> ping() override;
  base::result<void> extend(base::duration by) override;
  base::result<void> drain(std::string reason, base::duration within) override;
  base::result<void> stop(std::string reason) override;
  base::result<void> restart(std::string reason) override;
  base::result<void> signal_game(std::string name) override;
  base::result<void> set_log_level(base::log_level level) override;
  boost::asio::awaitable<base::result<std::vector<std::string>>> tags(base::time_point deadline) override;
  boost::asio::awaitable<base::result<void>> add_tag(std::string name, base::time_point deadline) override;
  boost::asio::awaitable<base::result<void>> remove_tag(std::string name, base::time_point deadline) override;

 private:
  void feed(lifecycle::event happened);
  void rearm();
  void on_alarm();
  void follow_pace();
  void record_platform_count();
  void miss_the_platform();
  std::optional<approach> coming_approach() const;
  std::optional<base::time_point> next_moment() const;
  bool can_do_without_platform() const;
  void settle_look(bool answered);
  void record(const telemetry::event& what) { told_.events.record(what); }

  void carry_out(const lifecycle::decided& e);
  void carry_out(const lifecycle::would_end& e);
  void carry_out(const lifecycle::phase_entered& e);
  void carry_out(const lifecycle::start_game& e);
  void carry_out(const lifecycle::restart_scheduled& e);
  void carry_out(const lifecycle::signal_game& e);
  void carry_out(const lifecycle::signal_tree& e);
  void carry_out(const lifecycle::terminate_rest& e);
  void carry_out(const lifecycle::climb& e);
  void carry_out(const lifecycle::collect_evidence& e);
  void carry_out(const lifecycle::kill_tree& e);
  void carry_out(const lifecycle::tree_survived& e);
  void carry_out(const lifecycle::ask_look& e);
  void carry_out(const lifecycle::ask_veto& e);
  void carry_out(const lifecycle::veto_heard& e);
  void carry_out(const lifecycle::veto_overruled& e);
  void carry_out(const lifecycle::hold_expired& e);
  void carry_out(const lifecycle::uptime_warning& e);
  void carry_out(const lifecycle::send_self_stop& e);
  void carry_out(const lifecycle::stop_accepted& e);
  void carry_out(const lifecycle::stop_refused& e);
  void carry_out(const lifecycle::retry_scheduled& e);
  void carry_out(const lifecycle::platform_end_doubted& e);
  void carry_out(const lifecycle::linger_expired& e);
  void carry_out(const lifecycle::leave& e);
  void carry_out(const lifecycle::announcement& announced) {
    std::visit([this](const auto& e) { carry_out(e); }, announced);
  }

  int exit_code_for(int game_code) const;
  bool resume_earlier_stop();
  void spawn_game();
  void on_process_ended(const process::process_ended& ended);
  void on_game_ended(const process::process_ended& ended);
  /// The counter has grown since it was looked at last.
  bool memory_kill_came();
  void look_for_hooks();
  bool only_hooks_are_left() const;
  void report(int exit_code) const;
  void learn_limit(const edgegap::deployment& seen, base::time_point at);
  base::result<void> only_in(std::initializer_list<lifecycle::phase> allowed, std::string_view what,
                             std::string_view when) const;
  base::result<void> only_while_running(std::string_view what) const;
  base::result<void> only_before_the_end(std::string_view what) const;

  std::optional<base::duration> until(const std::optional<base::time_point>& when) const;
  void look_at_game(control::snapshot& seen) const;
  void look_at_occupancy(control::snapshot& seen) const;
  void look_at_policy(control::snapshot& seen) const;
  void look_at_platform(control::snapshot& seen) const;

  base::clock& time_;
  base::logger& log_;
  telemetry_sinks told_;
  process::process_host& host_;
  surroundings& around_;
  plan plan_;
  std::function<void(int)> leave_;

  control::deployment_view deployment_at_start_;
  std::vector<control::setting_view> settings_;

  lifecycle::state core_;
  lifecycle::phase last_phase_ = lifecycle::phase::starting;
  std::string ready_by_ = "at once";
  std::deque<lifecycle::event> waiting_;
  bool stepping_ = false;
  std::unique_ptr<base::timer> alarm_;
  std::optional<base::time_point> armed_for_;

  edgegap::client* platform_ = nullptr;
  self_stop self_stop_;
  std::string source_ = "none";
  edgegap::deployment_status platform_status_ = edgegap::deployment_status::unknown;
  std::optional<base::time_point> platform_seen_;
  std::string platform_error_;
  bool platform_busy_ = false;     ///< the last error was a 429
  base::time_point paused_at_{};   ///< when the agent last went on after a pause
  base::time_point count_from_{};  ///< what it counted before says nothing any more
  std::optional<int> platform_sockets_, platform_sockets_usage_;
  pace pace_;
  bool look_awaited_ = false;

  occupancy_monitor occupancy_;

  signal_forwarder signals_;
  pid_t game_pid_ = 0;
  process::tree_signals asked_;
  base::time_point look_for_hooks_from_{};  ///< not before
  std::unique_ptr<base::timer> hooks_alarm_;
  std::optional<std::uint64_t> memory_kills_;
  std::optional<process::process_ended> last_end_;  ///< of the game's main process
  bool out_of_memory_ = false;                      ///< that end
  std::string evidence_;                            ///< of its hang
  int orphans_reaped_ = 0;
  std::string match_state_ = "none";
  std::string match_id_;
  std::string match_metadata_;
  base::time_point started_;
};

}  // namespace gamekeeper::run
