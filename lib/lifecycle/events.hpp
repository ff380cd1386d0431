#pragma once

#include "lifecycle/types.hpp"

#include <optional>
#include <string>
#include <variant>

namespace gamekeeper::lifecycle {

/// Nothing happened but time.
struct tick {};
struct game_started {};
struct start_failed {
  int exit_code = 0;  ///< what a shell would give: 126, 127
  std::string reason;
};
/// The game's main process has ended; others that it started may still be there.
struct game_exited {
  int exit_code = 0;  ///< 128 + n for a signal
  int signal = 0;     ///< 0 when it exited by itself
  std::string description;
};
/// Not one process is left of what descends from us.
struct tree_empty {};
struct occupancy_changed {
  presence what = presence::unknown;
  int players = 0;
};
struct match_started {};
struct match_ended {
  std::string reason;  ///< whatever the caller gave; may be empty
};
struct stop_requested {
  std::string reason;
};
struct signal_arrived {
  int number = 0;
};
/// The platform's own view: this deployment is terminated, in error or unknown to it.
struct platform_gone {
  std::string reason;
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
    std::variant<tick, game_started, start_failed, game_exited, tree_empty, occupancy_changed, match_started,
                 match_ended, stop_requested, signal_arrived, platform_gone, self_stop_answered>;

}  // namespace gamekeeper::lifecycle
