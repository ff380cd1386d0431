#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "edgegap/client/client.hpp"
#include "gamekeeper/run/event_sink.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "lifecycle/state.hpp"
#include "telemetry/bounded_write.hpp"

#include <optional>
#include <string>

namespace gamekeeper::run {

/// Asks the platform to stop this deployment, and keeps the decision in a file so that an agent that is killed and
/// started again finishes the stop and starts no game.
class self_stop {
 public:
  struct settings {
    /// Names the deployment in the state file; empty off the platform, and then nothing is written or read.
    std::string deployment;
    std::optional<std::string> state_path;
    bool is_possible = false;  ///< the platform has given a way to stop the deployment
  };
  /// What an agent before this one has decided.
  struct earlier_decision {
    lifecycle::verdict verdict{};
    std::string reason;
    std::optional<int> game_exit_code;
  };

  /// Everything that is handed in outlives the part, and so does it outlive the tasks that it spawns.
  self_stop(base::clock& time, base::logger& log, telemetry_sinks telemetry, base::task_group& tasks,
            settings chosen, event_sink post);

  /// What the state file says about this deployment; nothing when no end was decided, when the file is about another
  /// deployment, and when it cannot be used, which is logged.
  std::optional<earlier_decision> read_earlier_decision();

  /// The end has been decided at this moment.
  void set_decided_now() { decided_at_ = time_.wall(); }
  /// Writes the decision down; `accepted`: the platform has said yes. A failure is logged once, and retry_write() tries
  /// again. Nothing is written before an end is decided.
  void write_decision(const lifecycle::state& core, bool accepted);
  /// Writes down what could not be written: a disk that was full may have room again.
  void retry_write(const lifecycle::state& core);

  /// Asks the platform, and posts self_stop_answered. Before connect() the attempt waits for it.
  void send(int attempt, const lifecycle::state& core);
  /// Gives it the platform, and makes the attempt that waits for it.
  void connect(edgegap::client& platform, const lifecycle::state& core);

 private:
  boost::asio::awaitable<void> run_attempt(int attempt, bool repeated);
  void report_answer(int attempt, bool repeated, const edgegap::stop_outcome& outcome);

  base::clock& time_;
  base::logger& log_;
  telemetry_sinks telemetry_;
  base::task_group& tasks_;
  settings settings_;
  event_sink post_;
  edgegap::client* platform_ = nullptr;
  std::optional<int> pending_attempt_;
  base::wall_time decided_at_{};
  telemetry::bounded_write writes_;
  std::optional<bool> unwritten_;  ///< what the file should say of `accepted`, and could not be made to
};

}  // namespace gamekeeper::run
