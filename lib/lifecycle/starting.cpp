// The game's processes: its start, its readiness, its signs of life, its own end, and its start once more.
#include "lifecycle/ladder.hpp"
#include "lifecycle/machine.hpp"
#include "lifecycle/stepper.hpp"

#include <algorithm>
#include <csignal>

namespace gamekeeper::lifecycle {

namespace {

// A game that somebody ended with one of these did not crash.
bool asked_for(const game_exited& e) {
  if (e.signal) return e.signal == SIGTERM || e.signal == SIGINT || e.signal == SIGHUP;
  return e.exit_code == 0;
}

}  // namespace

bool ended_for_memory(const state& current, const game_exited& how, time_point now) {
  if (!current.memory_killed_at) return false;
  // What a shell says of a child that was killed.
  const bool said_so = how.signal == 0 && how.exit_code == 128 + SIGKILL;
  return said_so || now - *current.memory_killed_at <= current.rules.memory_kill_lasts;
}

void stepper::on(const game_started&) {
  if (s_.game != state::process::spawning) return;
  s_.game = state::process::alive;
  s_.anything_left = true;
  if (in(phase::draining)) {
    // The end was decided in the moment between asking for the game and having it.
    begin_ladder(s_, now_);
    climb_ladder();
  }
  if (!in(phase::starting)) return;
  if (!s_.rules.wait_for_ready) return become_ready();
  if (s_.rules.ready_within) {
    s_.ready_deadline = now_ + *s_.rules.ready_within;
    s_.ready_cap = *s_.ready_deadline + s_.rules.extension_max;
  }
}

void stepper::on(const start_failed& e) {
  if (s_.game != state::process::spawning) return;
  s_.game = state::process::absent;
  s_.exit_code = e.exit_code;
  if (in(phase::starting))
    decide(verdict::start_failed, e.reason,
           s_.rules.on_crash == after_drain::exit ? after_drain::exit : after_drain::self_stop);
  else if (in(phase::draining))
    finish_drain();
}

void stepper::on(const game_ready&) {
  if (in(phase::starting) && s_.game_alive()) become_ready();
}

void stepper::become_ready() {
  s_.ready_deadline.reset();
  s_.last_sign = now_;
  enter(phase::running);
}

void stepper::on(const game_exited& e) {
  if (!s_.game_alive()) return;
  s_.game = state::process::absent;
  s_.exit_code = e.exit_code;
  s_.ready_deadline.reset();
  s_.hang_kill_at.reset();
  if (in(phase::draining) && !s_.rules.wait_for_tree && s_.drain_deadline) {
    s_.rest_terminated = false;
    end_drain_at(now_);
  }
  if (!starting_or_running()) return;
  s_.next_terminate.reset();
  s_.rest_terminated = false;
  if (s_.hung)
    return ended_by_itself(verdict::hung, s_.hang_reason + "; " + e.description, s_.rules.on_crash);
  if (ended_for_memory(s_, e, now_))
    return ended_by_itself(verdict::out_of_memory, e.description, s_.rules.on_crash);
  if (asked_for(e)) return ended_by_itself(verdict::game_exited, e.description, s_.rules.on_exit);
  ended_by_itself(verdict::crashed, e.description, s_.rules.on_crash);
}

void stepper::on(const sign_of_life&) {
  s_.last_sign = now_;
  forget_rehearsal(verdict::hung);
}

void stepper::on(const watchdog_set& e) {
  s_.watchdog = e.time > duration(0) ? std::optional(e.time) : std::nullopt;
  s_.last_sign = now_;
}

void stepper::on(const watchdog_triggered&) {
  if (in(phase::running) && s_.game_alive() && !s_.hung) on_hang("the game said of itself that it hangs");
}

void stepper::starting_deadlines() {
  if (due(s_.next_start)) return start_again();
  if (!due(s_.ready_deadline)) return;
  s_.ready_deadline.reset();
  ended_by_itself(verdict::not_ready, "the game was not ready in time", s_.rules.on_crash);
}

void stepper::hang_deadlines() {
  if (due(s_.hang_kill_at) && !s_.rest_terminated) s_.hang_kill_at = now_ + notice_min;
  if (s_.hang_kill_at) give_notice(*s_.hang_kill_at);
  if (due(s_.hang_kill_at)) {
    s_.hang_kill_at.reset();
    ended_by_itself(verdict::hung, s_.hang_reason, s_.rules.on_crash);
  } else if (due(hang_at(s_))) {
    on_hang("no sign of life for the whole of the watchdog's time");
  }
}

void stepper::on_hang(std::string reason) {
  if (s_.rules.dry_run) return rehearse(verdict::hung, std::move(reason));
  s_.hung = true;
  s_.hang_reason = reason;
  s_.hang_kill_at = now_ + s_.rules.hang_grace;
  schedule_notice(*s_.hang_kill_at);
  emit(collect_evidence{std::move(reason)});
  emit(signal_game{s_.rules.hang_signal});
}

void stepper::ended_by_itself(verdict why, std::string reason, after_drain then) {
  if (then != after_drain::restart) return decide(why, std::move(reason), then);
  if (s_.rules.dry_run && s_.game_alive()) return rehearse(why, std::move(reason));
  duration wait{};
  if (spend_restart(wait)) return restart(why, std::move(reason), wait);
  decide(verdict::restarts_spent,
         "no restart is left; the last end was " + std::string(to_string(why)) + ": " + reason,
         s_.rules.when_spent);
}

bool stepper::spend_restart(duration& wait) {
  const auto too_old = [this](time_point when) { return when + s_.rules.restart_window <= now_; };
  std::erase_if(s_.recent_restarts, too_old);
  const auto spent = s_.recent_restarts.size();
  if (spent >= static_cast<std::size_t>(std::max(0, s_.rules.restart_budget))) return false;
  s_.recent_restarts.push_back(now_);
  wait = std::min(s_.rules.restart_wait_max,
                  s_.rules.restart_wait_min * (1L << std::min<std::size_t>(spent, 20)));
  return true;
}

void stepper::restart(verdict why, std::string reason, duration wait) {
  ++s_.restarts;
  s_.then = after_drain::restart;
  s_.next_start = now_ + wait;
  const auto left = s_.rules.restart_budget - static_cast<int>(s_.recent_restarts.size());
  emit(restart_scheduled{why, std::move(reason), wait, std::max(0, left)});
  begin_drain();
}

void stepper::start_again() {
  s_.next_start.reset();
  s_.game = state::process::spawning;
  emit(start_game{s_.restarts});
}

}  // namespace gamekeeper::lifecycle
