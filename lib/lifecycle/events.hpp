#pragma once

#include "lifecycle/types.hpp"

#include <csignal>
#include <optional>
#include <string>
#include <variant>

namespace gamekeeper::lifecycle {

/// Nothing happened but time.
struct tick {};
/// The agent itself stood still for so long, and so did the time that step() is given: what is about others (the
/// watchdog, readiness, idle windows, holds, the ladder) has moved with it. What somebody else's timer decides has not:
/// the platform's kill timer, its time limit, and the time that a deployment is paid for (uptime.max).
struct paused {
  duration gap{};
};

// The game's processes.
struct game_started {};
struct start_failed {
  int exit_code = 0;  ///< what a shell would give: 126, 127
  std::string reason;
};
/// The game is there for players: a port is bound, a line was logged, it said so.
struct game_ready {};
/// The game's main process has ended; others that it started may still be there.
struct game_exited {
  int exit_code = 0;  ///< 128 + n for a signal
  int signal = 0;     ///< 0 when it exited by itself
  std::string description;
};
/// The kernel has killed a process of the game's control group for memory; which one, it does not say.
struct killed_for_memory {};
/// Not one process is left of what descends from us.
struct tree_empty {};
/// A sign of life, for the watchdog.
struct heartbeat {};
/// The game sets its watchdog's time; zero: it is off.
struct watchdog_set {
  duration time{};
};
/// The game says of itself that it hangs.
struct watchdog_triggered {};
/// The game asks for more time: to become ready while starting, to end while draining.
struct extension_requested {
  duration by{};
};

// Who is there.
struct occupancy_changed {
  presence what = presence::unknown;
  int players = 0;
};
struct match_started {};
struct match_ended {
  std::string reason;  ///< whatever the caller gave; may be empty
};
/// Keeps the deployment up until then. The same id again renews it.
struct hold_placed {
  std::string id;
  std::string reason;
  time_point until{};
};
struct hold_released {
  std::string id;
};
/// The look that was asked for has been taken; what it saw came before, as occupancy_changed.
struct recheck_done {};
/// What the veto hook answered.
struct veto_answered {
  bool not_yet = false;
  std::string reason;
};

// What somebody with the right to do so wants.
struct stop_requested {
  std::string reason;
};
/// End as soon as nobody plays, and in any case after `within`.
struct drain_requested {
  std::string reason;
  duration within{};
};
struct restart_requested {
  std::string reason;
};
struct signal_arrived {
  int number = 0;
};
/// What ends the container came as another signal than SIGTERM.
struct stop_signal_arrived {
  int to_game = SIGTERM;  ///< what the game gets in place of the ladder's SIGTERM
  std::string reason;
};

// The platform.
/// Its own view: this deployment is terminated, in error or unknown to it.
struct platform_gone {
  std::string reason;
};
/// It ends this deployment by itself at this time.
struct platform_limit_learned {
  time_point at{};
};
enum class stop_answer {
  accepted,  ///< the deployment will be stopped
  gone,      ///< there is no such deployment any more
  refused,   ///< the token is not accepted, and will not be
  failed,    ///< anything else: no answer, or one that may change
};
struct self_stop_answered {
  stop_answer answer = stop_answer::failed;
  std::optional<duration> retry_after;  ///< what the platform asked us to wait
};

using event =
    std::variant<tick, paused, game_started, start_failed, game_ready, game_exited, killed_for_memory,
                 tree_empty, heartbeat, watchdog_set, watchdog_triggered, extension_requested,
                 occupancy_changed, match_started, match_ended, hold_placed, hold_released, recheck_done,
                 veto_answered, stop_requested, drain_requested, restart_requested, signal_arrived,
                 stop_signal_arrived, platform_gone, platform_limit_learned, self_stop_answered>;

}  // namespace gamekeeper::lifecycle
