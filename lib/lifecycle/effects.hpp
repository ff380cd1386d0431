#pragma once

#include "lifecycle/announcements.hpp"
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
/// A phase was entered, for the log, the status and the events.
struct phase_entered {
  lifecycle::phase phase = phase::starting;
};

// The game.
/// Spawn it again: game_started or start_failed follows.
struct start_game {
  int restart = 1;  ///< how many starts came before this one
};
/// To the game, while its main process lives.
struct signal_game {
  int number = 0;
};
/// To everything that descends from us, for the end has begun: who is waited for is who is asked. What is stopped
/// is continued, for it would not hear it otherwise.
struct signal_tree {
  int number = 0;
  std::optional<std::size_t> step_index = {};  ///< of the stop ladder; none: a signal that arrived
};
/// The rung of the stop ladder with that index, one that is no signal.
struct run_ladder_step {
  std::size_t step_index = 0;
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
/// Processes are left that SIGKILL does not end: name them. The stop goes on without them.
struct unkillable_processes {};

// The policy.
/// Nobody is here, and that would be the end now: look whether it is still so. `looked` follows, unless what is
/// seen makes it pointless.
struct recheck_platform {};
/// Run the veto hook: veto_answered follows.
struct ask_veto {
  verdict why = verdict::empty;
  std::string reason;
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
/// Exit with this code.
struct leave {
  int exit_code = 0;
};

/// What is to be done, in order. All but the announcements ask for something.
using effect = std::variant<decided, phase_entered, start_game, signal_game, signal_tree, terminate_rest,
                            run_ladder_step, collect_evidence, kill_tree, unkillable_processes,
                            recheck_platform, ask_veto, send_self_stop, stop_accepted, leave, announcement>;

}  // namespace gamekeeper::lifecycle
