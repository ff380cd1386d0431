// Decides that it ends, and what follows the drain; with dry_run it only reports what would have been decided.
#include "lifecycle/decision.hpp"

#include "lifecycle/draining.hpp"
#include "lifecycle/transition.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

void decide(transition& t, verdict why, std::string reason, after_drain then) {
  auto& s = t.state;
  const bool game_over = !s.game_alive() && s.game.exit_code;
  if (s.rules.dry_run && why != verdict::platform_stop && !game_over)
    return report_dry_run(t, why, std::move(reason));
  if (s.rules.dry_run && then == after_drain::self_stop) then = after_drain::exit;
  if (then == after_drain::self_stop && (s.ending.platform_stops_us || !s.rules.can_self_stop))
    then = after_drain::exit;
  s.ending.verdict = why;
  s.ending.reason = reason;
  s.ending.after_drain = then;
  s.restarts.next_start.reset();
  t.emit(decided{why, std::move(reason), then == after_drain::self_stop});
  if (!t.is_in(phase::draining)) begin_drain(t);
}

void report_dry_run(transition& t, verdict why, std::string reason) {
  const bool is_repeated = is_dry_run_reported(t.state, why);
  if (!is_repeated) t.state.dry_run_reported.push_back(why);
  // The platform repeats itself with every poll; a command is answered each time.
  if (is_repeated && why == verdict::platform_gone) return;
  t.emit(would_end{why, std::move(reason)});
}

bool is_dry_run_reported(const state& current, verdict why) {
  return std::find(current.dry_run_reported.begin(), current.dry_run_reported.end(), why) !=
         current.dry_run_reported.end();
}

void forget_dry_run(transition& t, verdict why) {
  std::erase(t.state.dry_run_reported, why);
}

}  // namespace gamekeeper::lifecycle
