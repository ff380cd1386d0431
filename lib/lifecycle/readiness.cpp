// Decides when the game counts as ready, and when it has taken too long for that.
#include "lifecycle/readiness.hpp"

#include "lifecycle/restarts.hpp"
#include "lifecycle/transition.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

namespace {

void become_ready(transition& t) {
  t.state.readiness.deadline.reset();
  t.state.watchdog.last_heartbeat = t.now;
  t.enter(phase::running);
}

}  // namespace

void await_readiness(transition& t) {
  auto& s = t.state;
  if (!s.rules.readiness.is_awaited) return become_ready(t);
  if (!s.rules.readiness.timeout) return;
  s.readiness.deadline = t.now + *s.rules.readiness.timeout;
  s.readiness.cap = *s.readiness.deadline + s.rules.extension_max;
}

void extend_readiness(transition& t, duration by) {
  auto& s = t.state;
  if (s.readiness.deadline)
    s.readiness.deadline = std::min(std::max(*s.readiness.deadline, t.now + by), *s.readiness.cap);
}

void handle(transition& t, const game_ready& /*e*/) {
  if (t.is_in(phase::starting) && t.state.game_alive()) become_ready(t);
}

void check_readiness(transition& t) {
  auto& s = t.state;
  if (!t.is_due(s.readiness.deadline)) return;
  s.readiness.deadline.reset();
  handle_exit(t, verdict::not_ready, "the game was not ready in time", s.rules.game.on_crash);
}

std::optional<time_point> readiness_deadline(const state& current) {
  return current.readiness.deadline;
}

}  // namespace gamekeeper::lifecycle
