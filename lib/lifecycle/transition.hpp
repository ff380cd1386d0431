#pragma once

// Inside the room only. Each subject's header declares how a step goes on there: handle() for the events that are its
// own, a check for the deadlines that it keeps in the state, and the earliest of those.

#include "lifecycle/effects.hpp"
#include "lifecycle/events.hpp"
#include "lifecycle/state.hpp"

#include <optional>
#include <utility>
#include <vector>

namespace gamekeeper::lifecycle {

/// One step under way: the state, the moment, and the effects so far.
struct transition {
  lifecycle::state& state;
  time_point now{};
  std::vector<effect> effects;

  template <class Effect>
  void emit(Effect added) {
    effects.emplace_back(std::move(added));
  }
  void enter(phase next) {
    state.phase = next;
    state.phase_since = now;
    emit(phase_entered{next});
  }
  bool is_due(const std::optional<time_point>& deadline) const { return deadline && *deadline <= now; }
  bool is_in(phase wanted) const { return state.phase == wanted; }
  bool is_starting_or_running() const { return is_in(phase::starting) || is_in(phase::running); }
};

}  // namespace gamekeeper::lifecycle
