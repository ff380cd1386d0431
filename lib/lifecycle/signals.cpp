// Decides what a signal to the agent does in each phase: SIGTERM ends the deployment, the others are the game's.
#include "lifecycle/signals.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/draining.hpp"
#include "lifecycle/exit.hpp"
#include "lifecycle/transition.hpp"

#include <csignal>
#include <string>

namespace gamekeeper::lifecycle {

namespace {

void handle_terminate(transition& t, int to_game, const std::string& reason) {
  auto& s = t.state;
  const bool first = !s.ending.platform_stops_us;
  s.ending.platform_stops_us = true;
  switch (s.phase) {
    case phase::starting:
    case phase::running:
      decide(t, verdict::platform_stop, reason);
      break;
    case phase::draining:
      if (!s.ending.verdict) decide(t, verdict::platform_stop, reason);
      // Helpers that outlive the game's main process are the game, too.
      if (s.game.has_descendants && to_game) t.emit(signal_tree{to_game});
      if (first) shorten_drain(t, t.now + drain_grace(s));
      break;
    case phase::stopping:
    case phase::lingering:
      exit_agent(t);
      break;
    case phase::done:
      break;
  }
}

}  // namespace

bool is_forwarded_only(const state& current, int signal) noexcept {
  return signal != SIGTERM && current.game_alive();
}

void handle(transition& t, const signal_arrived& e) {
  const auto& s = t.state;
  if (is_forwarded_only(s, e.number)) return t.emit(signal_game{e.number});
  if (e.number == SIGTERM) return handle_terminate(t, s.rules.drain.terminate_signal, "SIGTERM arrived");
  const bool is_interrupt = e.number == SIGINT || e.number == SIGQUIT;
  if (is_interrupt && t.is_in(phase::draining) && s.game.has_descendants)
    return t.emit(signal_tree{e.number});
  // With no game left a Ctrl-C can only be meant for us.
  const bool is_waiting = t.is_in(phase::stopping) || t.is_in(phase::lingering);
  if (is_waiting && is_interrupt) exit_agent(t);
}

void handle(transition& t, const stop_signal_arrived& e) {
  if (!t.is_in(phase::draining)) t.state.ending.stop_signal = e.to_game;
  handle_terminate(t, e.to_game, e.reason);
}

}  // namespace gamekeeper::lifecycle
