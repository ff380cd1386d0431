// Decides whether a match's start or end says something about the server's end.
#include "lifecycle/matches.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/transition.hpp"
#include "lifecycle/veto.hpp"

namespace gamekeeper::lifecycle {

void handle(transition& t, const match_started& /*e*/) {
  t.state.match.running_since = t.now;
  t.state.match.over.reset();
  forget_dry_run(t, verdict::match_ended);
  forget_dry_run(t, verdict::match_too_long);
  forget_veto(t);
}

void handle(transition& t, const match_ended& e) {
  auto& s = t.state;
  s.match.running_since.reset();
  forget_dry_run(t, verdict::match_ended);
  forget_dry_run(t, verdict::match_too_long);
  if (t.is_in(phase::running) && !s.rules.match.has_many)
    s.match.over = finished_match{t.now, e.reason.empty() ? "the match ended" : e.reason};
}

}  // namespace gamekeeper::lifecycle
