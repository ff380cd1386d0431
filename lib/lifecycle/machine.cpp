// Decides nothing itself: it takes each event to its subject, and each phase to the deadlines that run in it.
#include "lifecycle/machine.hpp"

#include "lifecycle/draining.hpp"
#include "lifecycle/earliest.hpp"
#include "lifecycle/game.hpp"
#include "lifecycle/holds.hpp"
#include "lifecycle/matches.hpp"
#include "lifecycle/occupancy.hpp"
#include "lifecycle/pause.hpp"
#include "lifecycle/pending_ends.hpp"
#include "lifecycle/readiness.hpp"
#include "lifecycle/recheck.hpp"
#include "lifecycle/requests.hpp"
#include "lifecycle/restarts.hpp"
#include "lifecycle/self_stop.hpp"
#include "lifecycle/signals.hpp"
#include "lifecycle/transition.hpp"
#include "lifecycle/uptime.hpp"
#include "lifecycle/veto.hpp"
#include "lifecycle/watchdog.hpp"

#include <utility>

namespace gamekeeper::lifecycle {

namespace {

void handle(transition& /*t*/, const tick& /*e*/) {}

// One check can enter a later phase, whose deadlines are then looked at in the same step.
void check_deadlines(transition& t) {
  if (t.is_in(phase::starting)) {
    check_restart(t);
    check_readiness(t);
  }
  if (t.is_in(phase::running)) {
    check_holds(t);
    check_watchdog(t);
    check_uptime(t);
    check_pending_ends(t);
  }
  if (t.is_in(phase::draining)) check_drain(t);
  if (t.is_in(phase::stopping) || t.is_in(phase::lingering)) check_self_stop(t);
}

}  // namespace

state begin(const policy& rules, time_point now) {
  state fresh;
  fresh.rules = rules;
  fresh.started_at = fresh.phase_since = now;
  fresh.watchdog.timeout = rules.watchdog.timeout;
  fresh.self_stop.jitter.seed(static_cast<std::minstd_rand::result_type>(rules.self_stop.seed));
  return fresh;
}

std::vector<effect> resume(state& into, const policy& rules, verdict why, std::string reason,
                           std::optional<int> exit_code, time_point now) {
  into = begin(rules, now);
  into.game.process = game_process::absent;
  into.ending.verdict = why;
  into.ending.reason = std::move(reason);
  into.game.exit_code = exit_code.value_or(0);
  transition resumed{into, now, {}};
  begin_self_stop(resumed);
  return std::move(resumed.effects);
}

std::vector<effect> step(state& current, const event& happened, time_point now) {
  if (current.phase == phase::done) return {};
  transition t{current, now, {}};
  std::visit([&t](const auto& e) { handle(t, e); }, happened);
  check_deadlines(t);
  return std::move(t.effects);
}

std::optional<time_point> next_deadline(const state& current) {
  switch (current.phase) {
    case phase::starting:
      return earliest({restart_deadline(current), readiness_deadline(current)});
    case phase::running:
      return earliest({pending_ends_deadline(current), holds_deadline(current), watchdog_deadline(current),
                       uptime_deadline(current)});
    case phase::draining:
      return drain_deadline(current);
    case phase::stopping:
    case phase::lingering:
      return self_stop_deadline(current);
    case phase::done:
      break;
  }
  return std::nullopt;
}

}  // namespace gamekeeper::lifecycle
