// Decides what a request does in each phase: a stop, a drain, a restart, more time, the platform's word of its end.
#include "lifecycle/requests.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/draining.hpp"
#include "lifecycle/readiness.hpp"
#include "lifecycle/restarts.hpp"
#include "lifecycle/transition.hpp"

#include <utility>

namespace gamekeeper::lifecycle {

void handle(transition& t, const stop_requested& e) {
  const bool restarting = t.is_in(phase::draining) && !t.state.ending.verdict;
  if (t.is_starting_or_running() || restarting) decide(t, verdict::stop_requested, e.reason);
}

void handle(transition& t, const drain_requested& e) {
  auto& s = t.state;
  if (s.rules.dry_run && t.is_starting_or_running())
    return report_dry_run(t, verdict::stop_requested, e.reason);
  if (t.is_in(phase::running)) s.drain_request = pending_drain{e.reason, t.now + e.within};
  // Nobody plays on a server that is not ready.
  if (t.is_in(phase::starting)) decide(t, verdict::stop_requested, e.reason);
}

void handle(transition& t, const restart_requested& e) {
  auto& s = t.state;
  if (!t.is_starting_or_running()) return;
  if (s.rules.dry_run) return report_dry_run(t, verdict::stop_requested, e.reason);
  if (s.restarts.next_start)
    s.restarts.next_start = t.now;
  else if (s.game_alive())
    restart(t, verdict::stop_requested, e.reason, duration(0));
}

void handle(transition& t, const extension_requested& e) {
  if (t.is_in(phase::draining)) extend_drain(t, e.by);
  if (t.is_in(phase::starting)) extend_readiness(t, e.by);
}

void handle(transition& t, const platform_gone& e) {
  auto& s = t.state;
  if (!t.is_starting_or_running() || s.game.process == game_process::spawning) return;
  if (s.occupancy.presence != presence::players) return decide(t, verdict::platform_gone, e.reason);
  // Were it true, its SIGTERM would be here: players are not thrown out for a word.
  if (!std::exchange(s.ending.platform_doubted, true)) t.emit(platform_end_doubted{e.reason});
}

}  // namespace gamekeeper::lifecycle
