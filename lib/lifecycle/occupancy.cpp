// Decides what the detectors' word on players starts, and what it calls off.
#include "lifecycle/occupancy.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/recheck.hpp"
#include "lifecycle/transition.hpp"
#include "lifecycle/veto.hpp"

namespace gamekeeper::lifecycle {

std::optional<duration> idle_window(const state& current) {
  return current.occupancy.players_seen ? current.rules.occupancy.empty_after
                                        : current.rules.occupancy.first_join_after;
}

void handle(transition& t, const occupancy_changed& e) {
  auto& s = t.state;
  s.occupancy.presence = e.what;
  s.occupancy.players = e.what == presence::players ? e.players : 0;
  if (e.what == presence::players) s.occupancy.players_seen = true;
  if (e.what == presence::none) {
    if (!s.occupancy.none_since) s.occupancy.none_since = t.now;
    return;
  }
  s.occupancy.none_since.reset();
  forget_dry_run(t, verdict::empty);
  forget_dry_run(t, verdict::never_joined);
  forget_veto(t);
  forget_recheck(t);
}

}  // namespace gamekeeper::lifecycle
