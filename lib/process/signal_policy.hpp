#pragma once

#include "base/error.hpp"

#include <string_view>
#include <vector>

namespace gamekeeper::process {

/// Who gets a signal that is meant for the game.
enum class signal_target { group, child };

/// A signal that is sent as another one.
struct signal_rule {
  int from = 0;
  int to = 0;  ///< 0: it is dropped
  friend bool operator==(const signal_rule&, const signal_rule&) = default;
};

/// "TERM=INT", "15=2", "SIGUSR1=0", "RTMIN+1=HUP". invalid_input names what is wrong: no such signal, or one
/// that never comes to the agent (SIGKILL, SIGSTOP; signal(7)) or that is its own (SIGCHLD).
base::result<signal_rule> parse_signal_rule(std::string_view text);

/// What becomes of signals on their way to the game. Plain data, no decision about the game's life.
struct signal_policy {
  signal_target target = signal_target::group;
  std::vector<signal_rule> rules;

  /// The signal to send in place of `arrived`: itself when no rule speaks of it, 0 to drop it. The last rule
  /// for a signal counts, and what comes out is not rewritten again: TERM=INT, INT=TERM swaps them.
  int apply(int arrived) const noexcept;
  friend bool operator==(const signal_policy&, const signal_policy&) = default;
};

}  // namespace gamekeeper::process
