#pragma once

namespace gamekeeper::lifecycle {

struct signal_arrived;
struct state;
struct stop_signal_arrived;
struct transition;

/// Whether the answer to this signal is to send it to the game, and nothing else. step() does not change the
/// state then, so a caller in a hurry need not call it.
bool is_forwarded_only(const state& current, int signal) noexcept;

void handle(transition& t, const signal_arrived& e);
void handle(transition& t, const stop_signal_arrived& e);

}  // namespace gamekeeper::lifecycle
