// Decides whether somebody has to look once more before an idle server is ended.
#include "lifecycle/recheck.hpp"

#include "lifecycle/pending_ends.hpp"
#include "lifecycle/transition.hpp"

namespace gamekeeper::lifecycle {

bool request_recheck(transition& t, const pending_end& end) {
  auto& s = t.state;
  if (!end.is_idle_end || !s.rules.recheck.is_enabled || s.recheck.done_at == t.now) return false;
  s.recheck.requested_at = t.now;
  t.emit(recheck_platform{});
  return true;
}

void forget_recheck(transition& t) {
  t.state.recheck.requested_at.reset();
}

// The deadlines of this same step see that it was taken just now.
void handle(transition& t, const recheck_done& /*e*/) {
  if (!t.state.recheck.requested_at) return;
  forget_recheck(t);
  t.state.recheck.done_at = t.now;
}

}  // namespace gamekeeper::lifecycle
