#pragma once

#include "lifecycle/effects.hpp"
#include "lifecycle/events.hpp"
#include "lifecycle/policy.hpp"
#include "lifecycle/types.hpp"

#include <optional>
#include <random>
#include <string>
#include <vector>

namespace gamekeeper::lifecycle {

/// Everything that the decisions depend on. Plain data, so that a status page can read it and a test can
/// print it; only step() changes it.
struct state {
  policy rules;
  phase now_in = phase::starting;
  time_point phase_since{};

  std::optional<verdict> why;
  std::string reason;
  bool platform_stops_us = false;  ///< its SIGTERM has arrived: no self-stop

  bool game_alive = false;
  bool anything_left = false;    ///< a process of the game, or an orphan of it
  std::optional<int> exit_code;  ///< of the game's main process

  presence occupancy = presence::unknown;
  int players = 0;
  bool players_seen = false;
  std::optional<time_point> empty_since;
  bool match_running = false;

  std::optional<time_point> drain_deadline;
  std::optional<time_point> next_kill;
  std::optional<time_point> kill_give_up;

  int self_stop_attempts = 0;
  bool self_stop_in_flight = false;
  int failures_in_a_row = 0;
  std::optional<time_point> next_attempt;
  std::optional<time_point> linger_until;

  std::minstd_rand jitter;
};

/// A deployment at its very beginning. The shell spawns the game and tells with game_started or start_failed.
state begin(const policy& rules, time_point now);

/// A deployment whose end was decided before the agent itself was killed and started again: no game, straight
/// to the stop. Gives the effects to begin with.
std::vector<effect> resume(state& into, const policy& rules, verdict why, std::string reason,
                           std::optional<int> exit_code, time_point now);

/// What happens, and what to do about it, in order. The event counts first and the deadlines that are due at
/// `now` after it, so that a player who joins in the last moment is a player.
std::vector<effect> step(state& current, const event& happened, time_point now);

/// When to call step() with a tick although nothing happened; none: not at all.
std::optional<time_point> next_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
