#pragma once

#include "lifecycle/types.hpp"

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
  phase now_in = phase::starting;
};
/// To the game: its process group, while its main process lives.
struct signal_game {
  int number = 0;
};
/// SIGKILL to everything that descends from us. Said again while something is left.
struct kill_tree {
  bool again = false;
};
/// Processes are left that SIGKILL does not end; the stop goes on without them.
struct tree_survived {};
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
/// It said yes and never sent SIGTERM.
struct linger_expired {};
/// Exit with this code.
struct leave {
  int exit_code = 0;
};

using effect = std::variant<decided, phase_entered, signal_game, kill_tree, tree_survived, send_self_stop,
                            stop_accepted, stop_refused, retry_scheduled, linger_expired, leave>;

}  // namespace gamekeeper::lifecycle
