#pragma once

#include "lifecycle/types.hpp"

#include <cstddef>
#include <optional>

namespace gamekeeper::lifecycle {

struct state;
struct transition;

/// The stop ladder begins now. Where the grace is short its steps move together, so that the last one still
/// leaves the game a quarter of the time.
void begin_ladder(state& current, time_point now);

/// The drain's deadline has moved nearer: what is left of the ladder is fitted into what is left of the time.
void refit_ladder(state& current, time_point now);

/// Nothing is left to ask the game by.
void skip_ladder(state& current);

/// Takes each step that is due.
void run_ladder_steps(transition& t);

/// When the next step is due; none when the ladder has no more.
std::optional<time_point> ladder_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
