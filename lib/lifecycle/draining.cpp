// The game is asked to end, step by step, and then made to.
#include "lifecycle/ladder.hpp"
#include "lifecycle/stepper.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

duration stepper::grace() const {
  if (!s_.platform_stops_us || !s_.rules.on_platform) return s_.rules.drain_grace;
  return std::max(duration(0), s_.rules.platform_kill_after - s_.rules.platform_kill_margin);
}

void stepper::begin_drain() {
  end_drain_at(now_ + grace());
  // The platform's timer is not ours to stretch.
  const bool fixed = s_.platform_stops_us && s_.rules.on_platform;
  s_.drain_cap = *s_.drain_deadline + (fixed ? duration(0) : s_.rules.extension_max);
  // A game that hangs has had its signal, and what stands around it may have had its own.
  if (s_.hung && s_.game_alive()) {
    s_.drain_deadline = s_.hang_kill_at.value_or(now_);
    s_.rest_terminated ? s_.next_terminate.reset() : schedule_notice(*s_.drain_deadline);
  }
  if (s_.game == state::process::absent && !s_.rules.wait_for_tree) end_drain_at(now_);
  enter(phase::draining);
  begin_ladder(s_, now_);
  if (s_.hung) s_.next_rung = s_.rules.ladder.size();
  if (s_.game_alive()) climb_ladder();
  if (!s_.anything_left && s_.game == state::process::absent) finish_drain();
}

void stepper::climb_ladder() {
  for (auto at = rung_at(s_, s_.next_rung); due(at); at = rung_at(s_, s_.next_rung)) {
    const auto index = s_.next_rung++;
    const auto& step = s_.rules.ladder[index];
    const int number = step.asks_by_stop_signal ? s_.stop_signal.value_or(step.signal) : step.signal;
    if (number)
      emit(signal_tree{number, index});
    else
      emit(climb{index});
  }
}

void stepper::end_drain_at(time_point deadline) {
  s_.drain_deadline = deadline;
  schedule_notice(deadline);
}

void stepper::schedule_notice(time_point deadline) {
  s_.next_terminate = deadline - std::clamp((deadline - now_) / notice_share, notice_min, notice_max);
}

/// Twice when there is time: what has started since the first is asked, too.
void stepper::give_notice(time_point deadline) {
  if (!due(s_.next_terminate) || due(deadline)) return;
  s_.rest_terminated = true;
  s_.next_terminate.reset();
  const auto last = deadline - notice_min;
  if (last > now_) s_.next_terminate = last;
  emit(terminate_rest{last <= now_});
}

void stepper::shorten_drain(time_point deadline) {
  if (!s_.drain_deadline) return;
  if (s_.rules.on_platform) s_.drain_cap = std::min(*s_.drain_cap, deadline);
  if (deadline >= *s_.drain_deadline) return;
  end_drain_at(deadline);
  refit_ladder(s_, now_);
}

void stepper::on(const extension_requested& e) {
  if (in(phase::draining) && s_.drain_deadline)
    end_drain_at(
        std::min(std::max(*s_.drain_deadline, now_ + e.by), std::max(*s_.drain_cap, *s_.drain_deadline)));
  if (in(phase::starting) && s_.ready_deadline)
    s_.ready_deadline = std::min(std::max(*s_.ready_deadline, now_ + e.by), *s_.ready_cap);
}

void stepper::on(const tree_empty&) {
  if (s_.game != state::process::absent) return;
  s_.anything_left = false;
  if (in(phase::draining)) finish_drain();
}

void stepper::drain_deadlines() {
  if (s_.game_alive()) climb_ladder();
  // Nothing is killed that was not asked first, however little time there was, or however late this step comes.
  if (due(s_.drain_deadline) && !s_.rest_terminated) end_drain_at(now_ + notice_min);
  if (s_.drain_deadline) give_notice(*s_.drain_deadline);
  if (due(s_.drain_deadline)) {
    s_.drain_deadline.reset();
    s_.next_terminate.reset();
    s_.next_rung = s_.rules.ladder.size();
    s_.kill_give_up = now_ + s_.rules.kill_wait;
    s_.next_kill = now_ + kill_again_every;
    emit(kill_tree{false});
  } else if (due(s_.kill_give_up)) {
    emit(tree_survived{});
    finish_drain();
  } else if (due(s_.next_kill)) {
    s_.next_kill = now_ + kill_again_every;
    emit(kill_tree{true});
  }
}

void stepper::finish_drain() {
  s_.drain_deadline.reset();
  s_.next_terminate.reset();
  s_.rest_terminated = false;
  s_.next_kill.reset();
  s_.kill_give_up.reset();
  if (!s_.why && s_.then == after_drain::restart) {
    // A second game beside one that does not die would fight it for its ports.
    if (!s_.game_alive()) return wait_for_restart();
    decide(verdict::crashed, "the game cannot be killed, so it cannot be started again");
  }
  if (s_.then != after_drain::self_stop || s_.platform_stops_us) return finish();
  enter(phase::stopping);
  attempt_stop();
}

void stepper::wait_for_restart() {
  // A new game: nobody has been there, nothing has been said about it.
  s_.hung = false;
  s_.anything_left = false;
  s_.players_seen = false;
  s_.memory_killed_at.reset();
  if (s_.none_since) s_.none_since = now_;
  s_.match_since.reset();
  s_.match_over.reset();
  s_.watchdog = s_.rules.watchdog;
  forget_veto();
  enter(phase::starting);
  starting_deadlines();
}

}  // namespace gamekeeper::lifecycle
