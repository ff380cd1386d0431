#pragma once

#include "base/log.hpp"
#include "gamekeeper/run/event_sink.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "process/process_host.hpp"
#include "process/signal_policy.hpp"
#include "process/signals.hpp"

#include <functional>
#include <vector>

namespace gamekeeper::run {

/// Forwards the signals that the agent receives to the game, and posts those that the core has to see. A signal that is
/// only forwarded is sent before a word is logged, so that the game gets the processor first. Knows no event loop.
class signal_forwarder {
 public:
  struct signal_rules {
    process::signal_policy policy;  ///< what becomes of a signal on its way to the game
    std::vector<int> stop_signals;  ///< these end the container as SIGTERM does
  };
  struct seams {
    std::function<pid_t()> game_pid;                    ///< 0 while there is no game
    std::function<bool(int number)> is_forwarded_only;  ///< whether the core need not see this signal
    event_sink post;
  };

  /// Everything that is handed in outlives the forwarder.
  signal_forwarder(process::process_host& host, base::logger& log, telemetry_sinks telemetry,
                   signal_rules rules, seams around);

  /// Forwards the signal or posts it; the log of one that was only forwarded waits for flush_log().
  void on_signal(const process::received_signal& received);
  /// Logs and records the signals that were forwarded since the last call.
  void flush_log();

  /// Sends a signal to the game's group or to its main process alone, as the policy says. Fails as kill(2) does.
  base::result<void> send(int number);
  process::signal_target target() const noexcept { return rules_.policy.target; }
  /// Says what became of a signal for the game, by whomever it was sent.
  void log_sent(int number, const base::result<void>& sent);

 private:
  struct forwarded_signal {
    process::received_signal received;
    int number = 0;  ///< sent in its place
    base::result<void> sent;
  };

  bool is_stop_signal(const process::received_signal& received) const;
  void log_received(const process::received_signal& received);

  process::process_host& host_;
  base::logger& log_;
  telemetry_sinks telemetry_;
  signal_rules rules_;
  seams seams_;
  std::vector<forwarded_signal> unlogged_;
};

}  // namespace gamekeeper::run
