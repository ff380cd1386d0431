#pragma once

#include "base/clock.hpp"
#include "edgegap/watch/watcher.hpp"
#include "gamekeeper/run/event_sink.hpp"
#include "gamekeeper/run/journal.hpp"
#include "gamekeeper/run/occupancy_monitor.hpp"
#include "gamekeeper/run/poll_urgency.hpp"
#include "lifecycle/state.hpp"
#include "telemetry/agent_metrics.hpp"

#include <optional>
#include <string>

namespace gamekeeper::run {

/// What the platform says about this deployment: its count of sockets is a reading, its time limit and its end are
/// posted. Decides how urgently it has to be polled, and polls once more before an idle end.
class platform_monitor {
 public:
  struct settings {
    bool is_present = false;           ///< this is a deployment of the platform's
    base::duration reading_max_age{};  ///< of its count of sockets, at least
    base::duration
        silence_grace{};  ///< before a platform that has never answered counts as a failed detector
  };
  /// What it has said last.
  struct view {
    std::string source = "none";  ///< which endpoint is polled: "context", "status" or "none"
    edgegap::deployment_status status = edgegap::deployment_status::unknown;
    std::optional<base::time_point> seen_at;  ///< of the last answer
    std::string error;                        ///< of the last poll; empty when it was answered
    bool is_throttled = false;                ///< that error was a 429
    std::optional<int> sockets, sockets_usage;
  };
  struct seams {
    class journal& journal;
    telemetry::agent_metrics& counters;
    occupancy_monitor& occupancy;
    const lifecycle::state& core;
    event_sink post;
  };

  /// Everything that is handed in outlives the monitor.
  platform_monitor(base::clock& time, settings chosen, seams around);

  /// Sets whom to tell how urgently to poll.
  void attach(poll_urgency::control watcher) { urgency_.attach(std::move(watcher)); }
  void on_observation(const edgegap::observation& observation);
  /// Asks the platform once more, unless it has just answered or may be done without; posts `looked` in its time.
  void recheck();
  /// The agent has stood still: what the platform said before is as old as the pause, whatever its age says.
  void on_pause() { paused_at_ = time_.now(); }
  /// Time has passed: a recheck may no longer be waited for.
  void on_alarm() { complete_recheck(false); }
  /// Counts a platform that has never answered as a failed detector, once its grace is over.
  void report_silent_platform();
  /// Tells the watcher what the state asks for.
  void update_urgency();
  /// When update_urgency() or report_silent_platform() will have something to do although nothing happened.
  std::optional<base::time_point> next_change() const;

  const view& last() const noexcept { return last_; }

 private:
  void handle_answer(const edgegap::deployment& answer, base::time_point at);
  void handle_failure(const edgegap::api_error& failure);
  void record_count();
  void learn_limit(const edgegap::deployment& answer, base::time_point at);
  std::optional<decision_window> coming_decision() const;
  bool may_skip_recheck() const;
  void complete_recheck(bool is_answered);

  base::clock& time_;
  settings settings_;
  seams seams_;
  base::time_point started_;
  view last_;
  base::time_point paused_at_{};         ///< when the agent last went on after a pause
  base::time_point count_valid_from_{};  ///< what was counted before says nothing any more
  bool recheck_pending_ = false;
  poll_urgency urgency_;
};

}  // namespace gamekeeper::run
