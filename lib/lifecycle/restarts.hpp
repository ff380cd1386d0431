#pragma once

#include "lifecycle/types.hpp"

#include <optional>
#include <string>

namespace gamekeeper::lifecycle {

struct state;
struct transition;

/// The game has ended by itself, or has to, with what the rules have for that: a restart as long as the budget has
/// one left, or the end.
void handle_exit(transition& t, verdict why, std::string reason, after_drain then);

/// The game is asked to end, and started again after `wait`.
void restart(transition& t, verdict why, std::string reason, duration wait);

/// The drain before a restart is over: what was known of the game that ended is forgotten.
void await_restart(transition& t);

void check_restart(transition& t);
std::optional<time_point> restart_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
