#pragma once

#include "lifecycle/types.hpp"

#include <optional>

namespace gamekeeper::lifecycle {

struct hold_placed;
struct hold_released;
struct state;
struct transition;

/// Until when a deferrable end has to wait, whatever the veto hook says: for the holds and the minimum uptime.
time_point blocked_until(const state& current);

void handle(transition& t, const hold_placed& e);
void handle(transition& t, const hold_released& e);
void check_holds(transition& t);
std::optional<time_point> holds_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
