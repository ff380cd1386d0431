// Decides how long the game has to end, when what is left of it is killed, and what follows once it is gone.
#include "lifecycle/draining.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/earliest.hpp"
#include "lifecycle/exit.hpp"
#include "lifecycle/restarts.hpp"
#include "lifecycle/self_stop.hpp"
#include "lifecycle/stop_ladder.hpp"
#include "lifecycle/termination_notice.hpp"
#include "lifecycle/transition.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

namespace {

/// While something survives SIGKILL it is sent again: a process may have been forked between two looks at the
/// tree.
constexpr duration kill_again_every{500};

// The platform's timer is not ours to stretch.
bool is_deadline_fixed(const state& current) {
  return current.ending.platform_stops_us && current.rules.on_platform;
}

void begin_kill(transition& t) {
  auto& s = t.state;
  s.drain.deadline.reset();
  s.notice.next_at.reset();
  skip_ladder(s);
  s.drain.give_up_at = t.now + s.rules.drain.kill_wait;
  s.drain.next_kill = t.now + kill_again_every;
  t.emit(kill_tree{false});
}

void check_kill(transition& t) {
  auto& s = t.state;
  if (t.is_due(s.drain.give_up_at)) {
    t.emit(unkillable_processes{});
    finish_drain(t);
  } else if (t.is_due(s.drain.next_kill)) {
    s.drain.next_kill = t.now + kill_again_every;
    t.emit(kill_tree{true});
  }
}

}  // namespace

duration drain_grace(const state& current) {
  if (!is_deadline_fixed(current)) return current.rules.drain.grace;
  return std::max(duration(0),
                  current.rules.drain.platform_kill_after - current.rules.drain.platform_kill_margin);
}

void begin_drain(transition& t) {
  auto& s = t.state;
  end_drain_at(t, t.now + drain_grace(s));
  s.drain.cap = *s.drain.deadline + (is_deadline_fixed(s) ? duration(0) : s.rules.extension_max);
  // A game that hangs has had its signal, and what stands around it may have had its own.
  if (s.watchdog.is_hung && s.game_alive()) {
    s.drain.deadline = s.watchdog.kill_deadline.value_or(t.now);
    s.notice.is_given ? s.notice.next_at.reset() : schedule_notice(t, *s.drain.deadline);
  }
  if (s.game.process == game_process::absent && !s.rules.drain.wait_for_tree) end_drain_at(t, t.now);
  t.enter(phase::draining);
  begin_ladder(s, t.now);
  if (s.watchdog.is_hung) skip_ladder(s);
  if (s.game_alive()) run_ladder_steps(t);
  if (!s.game.has_descendants && s.game.process == game_process::absent) finish_drain(t);
}

void end_drain_at(transition& t, time_point deadline) {
  t.state.drain.deadline = deadline;
  schedule_notice(t, deadline);
}

void shorten_drain(transition& t, time_point deadline) {
  auto& s = t.state;
  if (!s.drain.deadline) return;
  if (s.rules.on_platform) s.drain.cap = std::min(*s.drain.cap, deadline);
  if (deadline >= *s.drain.deadline) return;
  end_drain_at(t, deadline);
  refit_ladder(s, t.now);
}

void extend_drain(transition& t, duration by) {
  const auto& s = t.state;
  if (!s.drain.deadline) return;
  const auto wanted = std::max(*s.drain.deadline, t.now + by);
  end_drain_at(t, std::min(wanted, std::max(*s.drain.cap, *s.drain.deadline)));
}

void finish_drain(transition& t) {
  auto& s = t.state;
  s.drain.deadline.reset();
  s.notice.next_at.reset();
  s.notice.is_given = false;
  s.drain.next_kill.reset();
  s.drain.give_up_at.reset();
  if (!s.ending.verdict && s.ending.after_drain == after_drain::restart) {
    // A second game beside one that does not die would fight it for its ports.
    if (!s.game_alive()) return await_restart(t);
    decide(t, verdict::crashed, "the game cannot be killed, so it cannot be started again");
  }
  if (s.ending.after_drain != after_drain::self_stop || s.ending.platform_stops_us) return exit_agent(t);
  begin_self_stop(t);
}

void handle(transition& t, const tree_empty& /*e*/) {
  if (t.state.game.process != game_process::absent) return;
  t.state.game.has_descendants = false;
  if (t.is_in(phase::draining)) finish_drain(t);
}

void check_drain(transition& t) {
  auto& s = t.state;
  if (s.game_alive()) run_ladder_steps(t);
  // Nothing is killed that was not asked first, however little time there was, or however late this step comes.
  if (t.is_due(s.drain.deadline) && !s.notice.is_given) end_drain_at(t, t.now + notice_min);
  if (s.drain.deadline) give_notice(t, *s.drain.deadline);
  if (t.is_due(s.drain.deadline))
    begin_kill(t);
  else
    check_kill(t);
}

std::optional<time_point> drain_deadline(const state& current) {
  return earliest({current.game_alive() ? ladder_deadline(current) : std::nullopt, current.drain.deadline,
                   notice_deadline(current), current.drain.next_kill, current.drain.give_up_at});
}

}  // namespace gamekeeper::lifecycle
