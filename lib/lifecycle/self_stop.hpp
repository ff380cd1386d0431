#pragma once

#include "lifecycle/types.hpp"

#include <optional>

namespace gamekeeper::lifecycle {

struct self_stop_answered;
struct state;
struct transition;

/// The game is gone: the platform is asked to stop the deployment.
void begin_self_stop(transition& t);

void handle(transition& t, const self_stop_answered& e);
void check_self_stop(transition& t);
std::optional<time_point> self_stop_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
