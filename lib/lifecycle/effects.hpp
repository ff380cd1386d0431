#pragma once

#include "lifecycle/types.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <variant>

namespace gamekeeper::lifecycle {

/// The end is decided: said exactly once, before anything is done about it.
struct decided {
  verdict why = verdict::stop_requested;
  std::string reason;
  /// Whether an agent that is killed now and started again has to finish the stop: write it down first.
  bool remember = false;
};
/// `dry_run`: what would have been decided now. Said once until its cause is gone.
struct would_end {
  verdict why = verdict::stop_requested;
  std::string reason;
};
/// A phase was entered, for the log, the status and the events.
struct phase_entered {
  phase now_in = phase::starting;
};

// The game.
/// Spawn it again: game_started or start_failed follows.
struct start_game {
  int restart = 1;  ///< how many starts came before this one
};
/// It ended and will be started again after `wait`, once what is left of it is gone.
struct restart_scheduled {
  verdict why = verdict::crashed;
  std::string reason;
  duration wait{};
  int left = 0;  ///< restarts that the budget still holds, this one not counted
};
/// To the game, while its main process lives.
struct signal_game {
  int number = 0;
};
/// To everything that descends from us, for the end has begun: who is waited for is who is asked. What is stopped
/// is continued, for it would not hear it otherwise.
struct signal_tree {
  int number = 0;
  std::optional<std::size_t> rung = {};  ///< of the stop ladder; none: a signal that arrived
};
/// The rung of the stop ladder with that index, one that is no signal.
struct climb {
  std::size_t rung = 0;
};
/// The game hangs: look at it before it is killed.
struct collect_evidence {
  std::string reason;
};
/// SIGTERM to each process that nobody has asked to end: it started later, or the ladder did not reach it. Comes
/// before every kill_tree, shortly before the deadline, since such a process may be saving or uploading.
struct terminate_rest {
  bool last = false;  ///< the kill is next: also to the game that was asked, but not by a signal
};
/// SIGKILL to everything that descends from us. Said again while something is left.
struct kill_tree {
  bool again = false;
};
/// Processes are left that SIGKILL does not end; the stop goes on without them.
struct tree_survived {};

// The policy.
/// Nobody is here, and that would be the end now: look whether it is still so. `looked` follows, unless what is
/// seen makes it pointless.
struct ask_look {};
/// Run the veto hook: veto_answered follows.
struct ask_veto {
  verdict why = verdict::empty;
  std::string reason;
};
struct veto_heard {
  bool not_yet = false;
  std::string reason;
  duration again_in{};  ///< with not_yet
};
/// The veto hook has delayed the end as long as it may.
struct veto_overruled {};
struct hold_expired {
  std::string id;
};
/// The server will be ended for its uptime after `left`.
struct uptime_warning {
  duration left{};
};

// The platform.
/// One request to stop the deployment; its answer comes back as self_stop_answered. Never two at a time.
struct send_self_stop {
  int attempt = 1;
};
/// The platform has said yes, or that nothing is left to stop: write it down.
struct stop_accepted {
  bool gone = false;
};
/// The platform refuses the token for good.
struct stop_refused {};
/// The next attempt comes after this time.
struct retry_scheduled {
  duration wait{};
};
/// The platform says that it has done with the deployment, and people play: its SIGTERM is waited for.
struct platform_end_doubted {
  std::string reason;
};
/// It said yes and never sent SIGTERM.
struct linger_expired {};
/// Exit with this code.
struct leave {
  int exit_code = 0;
};

using effect =
    std::variant<decided, would_end, phase_entered, start_game, restart_scheduled, signal_game, signal_tree,
                 terminate_rest, climb, collect_evidence, kill_tree, tree_survived, ask_look, ask_veto,
                 veto_heard, veto_overruled, hold_expired, uptime_warning, send_self_stop, stop_accepted,
                 stop_refused, retry_scheduled, platform_end_doubted, linger_expired, leave>;

}  // namespace gamekeeper::lifecycle
