#pragma once

#include "base/clock.hpp"
#include "gamekeeper/run/game_io.hpp"
#include "process/process_host.hpp"

#include <functional>
#include <memory>

namespace gamekeeper::run {

/// Notices that nothing of the game is left below the agent although a hook still runs: a hook must not look like a
/// game that still saves. Each look is a walk through /proc, and there may be thousands of orphans: so it is taken only
/// when a hook runs, and never twice in a short time.
class tree_monitor {
 public:
  struct seams {
    /// Whether the game has ended and something of it may be left.
    std::function<bool()> is_awaited;
    std::function<void()> on_only_hooks_left;
  };

  /// Everything that is handed in outlives the monitor.
  tree_monitor(base::clock& time, const process::process_host& host, const game_io& io, seams around);

  /// Some process has ended, and others are left.
  void check();

 private:
  bool only_hooks_are_left() const;

  base::clock& time_;
  const process::process_host& host_;
  const game_io& io_;
  seams seams_;
  base::time_point next_look_{};  ///< not before
  std::unique_ptr<base::timer> timer_;
};

}  // namespace gamekeeper::run
