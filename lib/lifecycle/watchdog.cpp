// Decides when the game hangs, and how long it then has until it is killed.
#include "lifecycle/watchdog.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/earliest.hpp"
#include "lifecycle/restarts.hpp"
#include "lifecycle/termination_notice.hpp"
#include "lifecycle/transition.hpp"

#include <string>
#include <utility>

namespace gamekeeper::lifecycle {

namespace {

void handle_hang(transition& t, std::string reason) {
  auto& s = t.state;
  if (s.rules.dry_run) return report_dry_run(t, verdict::hung, std::move(reason));
  s.watchdog.is_hung = true;
  s.watchdog.hang_reason = reason;
  s.watchdog.kill_deadline = t.now + s.rules.watchdog.grace;
  schedule_notice(t, *s.watchdog.kill_deadline);
  t.emit(collect_evidence{std::move(reason)});
  t.emit(signal_game{s.rules.watchdog.signal});
}

}  // namespace

std::optional<time_point> hang_deadline(const state& current) {
  if (current.phase != phase::running || !current.watchdog.timeout || current.watchdog.is_hung ||
      is_dry_run_reported(current, verdict::hung))
    return std::nullopt;
  return current.watchdog.last_heartbeat + *current.watchdog.timeout;
}

void handle(transition& t, const heartbeat& /*e*/) {
  t.state.watchdog.last_heartbeat = t.now;
  forget_dry_run(t, verdict::hung);
}

void handle(transition& t, const watchdog_set& e) {
  t.state.watchdog.timeout = e.time > duration(0) ? std::optional(e.time) : std::nullopt;
  t.state.watchdog.last_heartbeat = t.now;
}

void handle(transition& t, const watchdog_triggered& /*e*/) {
  const auto& s = t.state;
  if (t.is_in(phase::running) && s.game_alive() && !s.watchdog.is_hung)
    handle_hang(t, "the game said of itself that it hangs");
}

void check_watchdog(transition& t) {
  auto& s = t.state;
  if (t.is_due(s.watchdog.kill_deadline) && !s.notice.is_given) s.watchdog.kill_deadline = t.now + notice_min;
  if (s.watchdog.kill_deadline) give_notice(t, *s.watchdog.kill_deadline);
  if (t.is_due(s.watchdog.kill_deadline)) {
    s.watchdog.kill_deadline.reset();
    handle_exit(t, verdict::hung, s.watchdog.hang_reason, s.rules.game.on_crash);
  } else if (t.is_due(hang_deadline(s))) {
    handle_hang(t, "no sign of life for the whole of the watchdog's time");
  }
}

std::optional<time_point> watchdog_deadline(const state& current) {
  return earliest({current.watchdog.kill_deadline, notice_deadline(current), hang_deadline(current)});
}

}  // namespace gamekeeper::lifecycle
