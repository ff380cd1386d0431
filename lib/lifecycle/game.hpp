#pragma once

#include "lifecycle/types.hpp"

namespace gamekeeper::lifecycle {

struct game_exited;
struct game_started;
struct killed_for_memory;
struct start_failed;
struct state;
struct transition;

/// Whether this end, at this moment, is put down to the kernel's out-of-memory killer.
bool is_ended_for_memory(const state& current, const game_exited& how, time_point now);

void handle(transition& t, const game_started& e);
void handle(transition& t, const start_failed& e);
void handle(transition& t, const game_exited& e);
void handle(transition& t, const killed_for_memory& e);

}  // namespace gamekeeper::lifecycle
