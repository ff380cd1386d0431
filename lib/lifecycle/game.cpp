// Decides what the game's start means, and how its own end is called: an exit, a crash, a hang, out of memory.
#include "lifecycle/game.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/draining.hpp"
#include "lifecycle/readiness.hpp"
#include "lifecycle/restarts.hpp"
#include "lifecycle/stop_ladder.hpp"
#include "lifecycle/transition.hpp"

#include <csignal>

namespace gamekeeper::lifecycle {

namespace {

// A game that somebody ended with one of these did not crash.
bool is_orderly(const game_exited& e) {
  if (e.signal) return e.signal == SIGTERM || e.signal == SIGINT || e.signal == SIGHUP;
  return e.exit_code == 0;
}

}  // namespace

bool is_ended_for_memory(const state& current, const game_exited& how, time_point now) {
  if (!current.game.memory_killed_at) return false;
  // What a shell says of a child that was killed.
  const bool said_so = how.signal == 0 && how.exit_code == 128 + SIGKILL;
  return said_so || now - *current.game.memory_killed_at <= current.rules.game.memory_kill_lasts;
}

void handle(transition& t, const game_started& /*e*/) {
  auto& s = t.state;
  if (s.game.process != game_process::spawning) return;
  s.game.process = game_process::alive;
  s.game.has_descendants = true;
  if (t.is_in(phase::draining)) {
    // The end was decided in the moment between asking for the game and having it.
    begin_ladder(s, t.now);
    run_ladder_steps(t);
  }
  if (t.is_in(phase::starting)) await_readiness(t);
}

void handle(transition& t, const start_failed& e) {
  auto& s = t.state;
  if (s.game.process != game_process::spawning) return;
  s.game.process = game_process::absent;
  s.game.exit_code = e.exit_code;
  if (t.is_in(phase::starting))
    decide(t, verdict::start_failed, e.reason,
           s.rules.game.on_crash == after_drain::exit ? after_drain::exit : after_drain::self_stop);
  else if (t.is_in(phase::draining))
    finish_drain(t);
}

void handle(transition& t, const game_exited& e) {
  auto& s = t.state;
  if (!s.game_alive()) return;
  s.game.process = game_process::absent;
  s.game.exit_code = e.exit_code;
  s.readiness.deadline.reset();
  s.watchdog.kill_deadline.reset();
  if (t.is_in(phase::draining) && !s.rules.drain.wait_for_tree && s.drain.deadline) {
    s.notice.is_given = false;
    end_drain_at(t, t.now);
  }
  if (!t.is_starting_or_running()) return;
  s.notice.next_at.reset();
  s.notice.is_given = false;
  if (s.watchdog.is_hung)
    return handle_exit(t, verdict::hung, s.watchdog.hang_reason + "; " + e.description,
                       s.rules.game.on_crash);
  if (is_ended_for_memory(s, e, t.now))
    return handle_exit(t, verdict::out_of_memory, e.description, s.rules.game.on_crash);
  if (is_orderly(e)) return handle_exit(t, verdict::game_exited, e.description, s.rules.game.on_exit);
  handle_exit(t, verdict::crashed, e.description, s.rules.game.on_crash);
}

void handle(transition& t, const killed_for_memory& /*e*/) {
  t.state.game.memory_killed_at = t.now;
}

}  // namespace gamekeeper::lifecycle
