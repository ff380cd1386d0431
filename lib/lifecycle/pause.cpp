// Decides which deadlines did not wait while the agent stood still: those that somebody else's timer keeps.
#include "lifecycle/pause.hpp"

#include "lifecycle/draining.hpp"
#include "lifecycle/stop_ladder.hpp"
#include "lifecycle/transition.hpp"

namespace gamekeeper::lifecycle {

void handle(transition& t, const paused& e) {
  auto& s = t.state;
  s.pause.total += e.gap;
  s.pause.resumed_at = t.now;
  if (s.uptime.platform_limit) *s.uptime.platform_limit -= e.gap;
  if (!t.is_in(phase::draining) || !s.ending.platform_stops_us || !s.rules.on_platform || !s.drain.deadline)
    return;
  *s.drain.cap -= e.gap;
  end_drain_at(t, *s.drain.deadline - e.gap);
  refit_ladder(s, t.now);
}

}  // namespace gamekeeper::lifecycle
