#pragma once

#include "lifecycle/types.hpp"

#include <cstdint>
#include <optional>

namespace gamekeeper::lifecycle {

/// The times and abilities that decide how a deployment ends. Fixed for one run.
struct policy {
  /// Whether the SIGTERM that arrives comes from a platform whose kill timer then runs. Off the platform a
  /// SIGTERM gets the game's own grace: whoever runs the container knows when to lose patience.
  bool on_platform = false;
  /// Whether there is an address and a token to stop the deployment with. Without them an end is just an
  /// exit.
  bool can_self_stop = false;

  std::optional<duration> empty_after = std::chrono::seconds(60);  ///< nobody there for so long; none: never
  duration drain_grace = std::chrono::seconds(30);                 ///< for the game to save, when we decide
  duration kill_wait = std::chrono::seconds(5);                    ///< for processes to die of SIGKILL
  duration platform_kill_after = std::chrono::seconds(5);  ///< from the platform's SIGTERM to its SIGKILL
  duration platform_kill_margin =
      std::chrono::milliseconds(500);                   ///< kept of that, to kill the tree and to report
  duration retry_min = std::chrono::milliseconds(500);  ///< between two attempts to stop the deployment
  duration retry_max = std::chrono::seconds(30);
  duration resend_every = std::chrono::seconds(60);  ///< while lingering
  duration linger_max = std::chrono::minutes(15);    ///< for the platform's SIGTERM to come, once it said yes

  std::uint64_t seed = 1;  ///< of the jitter between attempts
};

}  // namespace gamekeeper::lifecycle
