#pragma once

#include <chrono>
#include <optional>
#include <string_view>

namespace gamekeeper::lifecycle {

using duration = std::chrono::milliseconds;
using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;

enum class phase {
  starting,   ///< the game is being spawned
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
  stop_requested,  ///< somebody with the right to do so told us
  platform_stop,   ///< SIGTERM: the platform (or whoever runs the container) ends us
  platform_gone,   ///< the platform says that this deployment is over or broken
  game_exited,     ///< the game ended by itself, in good order
  crashed,         ///< the game ended by itself, with an error or by a signal that nobody sent through us
  start_failed,    ///< the game could not be started
};

/// Is anyone playing? Unknown is never none.
enum class presence { unknown, none, players };

std::string_view to_string(phase value) noexcept;
std::string_view to_string(verdict value) noexcept;
std::string_view to_string(presence value) noexcept;
std::optional<verdict> parse_verdict(std::string_view text) noexcept;

}  // namespace gamekeeper::lifecycle
