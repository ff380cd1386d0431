#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::process {

/// What a game says about itself in one datagram, sd_notify(3): lines of NAME=VALUE. Names that are not here
/// (RELOADING, FDSTORE, MONOTONIC_USEC, BARRIER …) and values that have not their form are passed over.
struct notification {
  bool ready = false;                 ///< READY=1
  bool stopping = false;              ///< STOPPING=1
  bool watchdog = false;              ///< WATCHDOG=1: it is alive
  bool watchdog_trigger = false;      ///< WATCHDOG=trigger: it says itself that it hangs
  std::optional<std::string> status;  ///< STATUS: a sentence for people; control characters become spaces
  std::optional<std::chrono::microseconds>
      watchdog_every;                               ///< WATCHDOG_USEC: how often WATCHDOG=1 comes; 0: no more
  std::optional<std::chrono::microseconds> extend;  ///< EXTEND_TIMEOUT_USEC
  std::optional<int> exit_status;                   ///< EXIT_STATUS, 0 to 255
  std::optional<pid_t> main_pid;                    ///< MAINPID
  std::optional<int> players;                       ///< X_PLAYERS, 0 to limits::players_max
  friend bool operator==(const notification&, const notification&) = default;
};

/// Never fails: what means nothing gives a notification that says nothing.
notification parse_notification(std::string_view datagram);

}  // namespace gamekeeper::process
