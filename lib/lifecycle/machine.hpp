#pragma once

#include "lifecycle/effects.hpp"
#include "lifecycle/events.hpp"
#include "lifecycle/state.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::lifecycle {

/// A deployment at its very beginning. The caller spawns the game, and game_started or start_failed follows.
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
