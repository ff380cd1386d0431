#pragma once

#include "lifecycle/types.hpp"

#include <optional>

namespace gamekeeper::lifecycle {

struct state;
struct transition;
struct tree_empty;

/// How long the game has to end when the drain begins now.
duration drain_grace(const state& current);

/// The game is asked to end, and its deadline runs.
void begin_drain(transition& t);

/// What is left of the game is killed then; what nobody has asked to end gets its SIGTERM before.
void end_drain_at(transition& t, time_point deadline);

/// The drain ends then, if it would have lasted longer.
void shorten_drain(transition& t, time_point deadline);

/// The game asks for so much more time, which it gets up to the cap.
void extend_drain(transition& t, duration by);

/// Nothing is left of the game, or nothing that can be ended: on to the restart, the self-stop or the exit.
void finish_drain(transition& t);

void handle(transition& t, const tree_empty& e);
void check_drain(transition& t);
std::optional<time_point> drain_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
