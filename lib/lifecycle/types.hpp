#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace gamekeeper::lifecycle {

using duration = std::chrono::milliseconds;
using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;

enum class phase {
  starting,   ///< the game is being spawned, waits to be spawned again, or has not said yet that it is ready
  running,    ///< the policy watches
  draining,   ///< the game has been asked to end, or has ended and left processes behind; a deadline runs
  stopping,   ///< the game is gone; the platform is asked to stop the deployment, until it is certain
  lingering,  ///< the platform has said yes; waiting for its SIGTERM, so that a restarting platform starts no
              ///< new game
  done,       ///< nothing more to do but to exit
};

/// Why it ended. The first reason stays: what happens while draining does not change it.
enum class verdict {
  match_ended,     ///< the match was over
  empty,           ///< players were here, then none for the whole window
  never_joined,    ///< nobody ever came, for the whole of the first window
  match_too_long,  ///< one match ran longer than it may
  uptime_limit,    ///< the server was up as long as it may
  stop_requested,  ///< somebody with the right to do so told us
  platform_stop,   ///< SIGTERM: the platform (or whoever runs the container) ends us
  platform_gone,   ///< the platform says that this deployment is over or broken
  game_exited,     ///< the game ended by itself, in good order
  crashed,         ///< the game ended by itself, with an error or by a signal that nobody sent through us
  out_of_memory,   ///< the kernel killed it for the memory it used
  hung,            ///< it gave no sign of life for the whole of the watchdog's time
  start_failed,    ///< the game could not be started
  not_ready,       ///< it was started and never became ready
  restarts_spent,  ///< it ended again and again, and was started as often as it may be
  agent_error,     ///< the agent itself failed: a bug
};
/// Whether the agent or the platform ended a game that was in order; else it ended by itself, or failed.
bool is_decided(verdict value) noexcept;
/// Whether something went wrong: not decided, and no game that ended in good order.
bool is_failure(verdict value) noexcept;
inline constexpr verdict last_verdict = verdict::agent_error;

/// Is anyone playing? Unknown is never none.
enum class presence { unknown, none, players };

/// What happens once the game is gone.
enum class after_drain {
  self_stop,  ///< the platform is asked to stop the deployment
  exit,       ///< the agent exits with the game's code
  restart,    ///< the game is started again
};

std::string_view to_string(phase value) noexcept;
std::string_view to_string(verdict value) noexcept;
std::string_view to_string(presence value) noexcept;
std::optional<verdict> parse_verdict(std::string_view text) noexcept;

}  // namespace gamekeeper::lifecycle
