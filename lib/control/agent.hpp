#pragma once

#include "base/error.hpp"
#include "control/snapshot.hpp"

#include <string>

namespace gamekeeper::control {

/// The seam between the API and the agent: what a request can see and what it can make the agent do. A
/// refusal is `busy` when the agent's state does not allow it now, and its message says which state and what
/// would.
class agent {
 public:
  virtual ~agent() = default;
  virtual snapshot look() const = 0;
  virtual base::result<void> start_match(std::string id) = 0;
  virtual base::result<void> end_match(std::string reason) = 0;
  /// What the game says: 0 and more.
  virtual base::result<void> report_players(int count) = 0;
  virtual base::result<void> stop(std::string reason) = 0;
  /// By name ("USR1", "SIGUSR1") or number ("10").
  virtual base::result<void> signal_game(std::string name) = 0;
};

}  // namespace gamekeeper::control
