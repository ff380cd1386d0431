// Decides whether a game that has ended is started again, after what wait, and when that has been done too often.
#include "lifecycle/restarts.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/draining.hpp"
#include "lifecycle/transition.hpp"
#include "lifecycle/veto.hpp"

#include <algorithm>
#include <utility>

namespace gamekeeper::lifecycle {

namespace {

/// The wait before the next restart; none when the budget is exhausted.
std::optional<duration> consume_restart(transition& t) {
  auto& s = t.state;
  std::erase_if(s.restarts.recent,
                [&t, &s](time_point when) { return when + s.rules.restarts.window <= t.now; });
  const auto count = s.restarts.recent.size();
  if (count >= static_cast<std::size_t>(std::max(0, s.rules.restarts.budget))) return std::nullopt;
  s.restarts.recent.push_back(t.now);
  return std::min(s.rules.restarts.wait_max,
                  s.rules.restarts.wait_min * (1L << std::min<std::size_t>(count, 20)));
}

}  // namespace

void handle_exit(transition& t, verdict why, std::string reason, after_drain then) {
  auto& s = t.state;
  if (then != after_drain::restart) return decide(t, why, std::move(reason), then);
  if (s.rules.dry_run && s.game_alive()) return report_dry_run(t, why, std::move(reason));
  if (const auto wait = consume_restart(t)) return restart(t, why, std::move(reason), *wait);
  decide(t, verdict::restarts_spent,
         "no restart is left; the last end was " + std::string(to_string(why)) + ": " + reason,
         s.rules.restarts.on_budget_exhausted);
}

void restart(transition& t, verdict why, std::string reason, duration wait) {
  auto& s = t.state;
  ++s.restarts.count;
  s.ending.after_drain = after_drain::restart;
  s.restarts.next_start = t.now + wait;
  const auto left = s.rules.restarts.budget - static_cast<int>(s.restarts.recent.size());
  t.emit(restart_scheduled{why, std::move(reason), wait, std::max(0, left)});
  begin_drain(t);
}

void await_restart(transition& t) {
  // A new game: nobody has been there, nothing has been said about it.
  auto& s = t.state;
  s.watchdog.is_hung = false;
  s.game.has_descendants = false;
  s.occupancy.players_seen = false;
  s.game.memory_killed_at.reset();
  if (s.occupancy.none_since) s.occupancy.none_since = t.now;
  s.match.running_since.reset();
  s.match.over.reset();
  s.watchdog.timeout = s.rules.watchdog.timeout;
  forget_veto(t);
  t.enter(phase::starting);
  check_restart(t);
}

void check_restart(transition& t) {
  auto& s = t.state;
  if (!t.is_due(s.restarts.next_start)) return;
  s.restarts.next_start.reset();
  s.game.process = game_process::spawning;
  t.emit(start_game{s.restarts.count});
}

std::optional<time_point> restart_deadline(const state& current) {
  return current.restarts.next_start;
}

}  // namespace gamekeeper::lifecycle
