#pragma once

#include "lifecycle/types.hpp"

#include <optional>

namespace gamekeeper::lifecycle {

struct game_ready;
struct state;
struct transition;

/// The game is there: it is ready at once, or from now on it has the time that the rules give it.
void await_readiness(transition& t);

/// The game asks for so much more time, which it gets up to the cap.
void extend_readiness(transition& t, duration by);

void handle(transition& t, const game_ready& e);
void check_readiness(transition& t);
std::optional<time_point> readiness_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
