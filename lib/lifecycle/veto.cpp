// Decides when the veto hook is asked about an end, how often, and when it has put that off for long enough.
#include "lifecycle/veto.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/pending_ends.hpp"
#include "lifecycle/transition.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

bool ask_veto_hook(transition& t, const pending_end& end) {
  auto& s = t.state;
  if (!end.is_deferrable || !s.rules.veto.is_enabled || s.rules.dry_run) return false;
  if (s.veto.first_asked_at && t.now >= *s.veto.first_asked_at + s.rules.veto.max) {
    s.veto.is_in_flight = false;
    t.emit(veto_overruled{});
    return false;
  }
  if (!s.veto.first_asked_at) s.veto.first_asked_at = t.now;
  s.veto.ask_again_at.reset();
  // An answer that is still to come counts for this end too.
  if (!s.veto.is_in_flight) t.emit(ask_veto{end.why, std::string(end.reason)});
  s.veto.is_in_flight = true;
  return true;
}

void forget_veto(transition& t) {
  t.state.veto.first_asked_at.reset();
  t.state.veto.ask_again_at.reset();
}

void handle(transition& t, const veto_answered& e) {
  auto& s = t.state;
  if (!s.veto.is_in_flight) return;
  s.veto.is_in_flight = false;
  if (!t.is_in(phase::running)) return;
  const auto end = due_end(s, t.now);
  if (!end || !end->is_deferrable) return forget_veto(t);
  if (!e.not_yet) {
    t.emit(veto_heard{false, e.reason, {}});
    return decide(t, end->why, std::string(end->reason));
  }
  const auto last = *s.veto.first_asked_at + s.rules.veto.max;
  s.veto.ask_again_at = std::min(t.now + s.rules.veto.retry, last);
  t.emit(veto_heard{true, e.reason, std::max(duration(0), *s.veto.ask_again_at - t.now)});
}

}  // namespace gamekeeper::lifecycle
