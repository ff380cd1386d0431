#pragma once

#include "lifecycle/state.hpp"

#include <cstddef>
#include <optional>

namespace gamekeeper::lifecycle {

/// The stop ladder begins now. Where the grace is short the rungs move together, so that the last one still
/// leaves the game a quarter of the time.
void begin_ladder(state& current, time_point now);

/// The drain's deadline has moved nearer: what is left of the ladder is fitted into what is left of the time.
void refit_ladder(state& current, time_point now);

/// When that rung is due; none when the ladder ends below it.
std::optional<time_point> rung_at(const state& current, std::size_t index);

}  // namespace gamekeeper::lifecycle
