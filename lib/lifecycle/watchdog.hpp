#pragma once

#include "lifecycle/types.hpp"

#include <optional>

namespace gamekeeper::lifecycle {

struct heartbeat;
struct state;
struct transition;
struct watchdog_set;
struct watchdog_triggered;

/// When the game will count as hung without another heartbeat.
std::optional<time_point> hang_deadline(const state& current);

void handle(transition& t, const heartbeat& e);
void handle(transition& t, const watchdog_set& e);
void handle(transition& t, const watchdog_triggered& e);
void check_watchdog(transition& t);
std::optional<time_point> watchdog_deadline(const state& current);

}  // namespace gamekeeper::lifecycle
