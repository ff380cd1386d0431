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
  std::erase_if(s.recent_restarts,
                [&t, &s](time_point when) { return when + s.rules.restart_window <= t.now; });
  const auto count = s.recent_restarts.size();
  if (count >= static_cast<std::size_t>(std::max(0, s.rules.restart_budget))) return std::nullopt;
  s.recent_restarts.push_back(t.now);
  return std::min(s.rules.restart_wait_max,
                  s.rules.restart_wait_min * (1L << std::min<std::size_t>(count, 20)));
}

}  // namespace

void handle_exit(transition& t, verdict why, std::string reason, after_drain then) {
  auto& s = t.state;
  if (then != after_drain::restart) return decide(t, why, std::move(reason), then);
  if (s.rules.dry_run && s.game_alive()) return report_dry_run(t, why, std::move(reason));
  if (const auto wait = consume_restart(t)) return restart(t, why, std::move(reason), *wait);
  decide(t, verdict::restarts_spent,
         "no restart is left; the last end was " + std::string(to_string(why)) + ": " + reason,
         s.rules.when_spent);
}

void restart(transition& t, verdict why, std::string reason, duration wait) {
  auto& s = t.state;
  ++s.restarts;
  s.then = after_drain::restart;
  s.next_start = t.now + wait;
  const auto left = s.rules.restart_budget - static_cast<int>(s.recent_restarts.size());
  t.emit(restart_scheduled{why, std::move(reason), wait, std::max(0, left)});
  begin_drain(t);
}

void await_restart(transition& t) {
  // A new game: nobody has been there, nothing has been said about it.
  auto& s = t.state;
  s.hung = false;
  s.anything_left = false;
  s.players_seen = false;
  s.memory_killed_at.reset();
  if (s.none_since) s.none_since = t.now;
  s.match_since.reset();
  s.match_over.reset();
  s.watchdog = s.rules.watchdog;
  forget_veto(t);
  t.enter(phase::starting);
  check_restart(t);
}

void check_restart(transition& t) {
  auto& s = t.state;
  if (!t.is_due(s.next_start)) return;
  s.next_start.reset();
  s.game = state::process::spawning;
  t.emit(start_game{s.restarts});
}

std::optional<time_point> restart_deadline(const state& current) {
  return current.next_start;
}

}  // namespace gamekeeper::lifecycle
