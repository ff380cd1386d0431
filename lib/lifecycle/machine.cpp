#include "lifecycle/machine.hpp"

#include "lifecycle/ladder.hpp"
#include "lifecycle/stepper.hpp"

#include <algorithm>
#include <csignal>

namespace gamekeeper::lifecycle {

void stepper::on(const paused& e) {
  s_.paused += e.gap;
  s_.resumed_at = now_;
  if (s_.platform_limit) *s_.platform_limit -= e.gap;
  if (!in(phase::draining) || !s_.platform_stops_us || !s_.rules.on_platform || !s_.drain_deadline) return;
  *s_.drain_cap -= e.gap;
  end_drain_at(*s_.drain_deadline - e.gap);
  refit_ladder(s_, now_);
}

void stepper::on(const stop_requested& e) {
  const bool restarting = in(phase::draining) && !s_.why;
  if (starting_or_running() || restarting) decide(verdict::stop_requested, e.reason);
}

void stepper::on(const drain_requested& e) {
  if (s_.rules.dry_run && starting_or_running()) return rehearse(verdict::stop_requested, e.reason);
  if (in(phase::running)) s_.wish = state::drain_wish{e.reason, now_ + e.within};
  // Nobody plays on a server that is not ready.
  if (in(phase::starting)) decide(verdict::stop_requested, e.reason);
}

void stepper::on(const restart_requested& e) {
  if (!starting_or_running()) return;
  if (s_.rules.dry_run) return rehearse(verdict::stop_requested, e.reason);
  if (s_.next_start)
    s_.next_start = now_;
  else if (s_.game_alive())
    restart(verdict::stop_requested, e.reason, duration(0));
}

void stepper::on(const signal_arrived& e) {
  if (passes_on(s_, e.number)) return emit(signal_game{e.number});
  if (e.number == SIGTERM) return on_terminate(s_.rules.terminate_signal, "SIGTERM arrived");
  const bool interrupt = e.number == SIGINT || e.number == SIGQUIT;
  if (interrupt && in(phase::draining) && s_.anything_left) return emit(signal_tree{e.number});
  // With no game left a Ctrl-C can only be meant for us.
  const bool waiting = in(phase::stopping) || in(phase::lingering);
  if (waiting && interrupt) finish();
}

void stepper::on(const stop_signal_arrived& e) {
  if (!in(phase::draining)) s_.stop_signal = e.to_game;
  on_terminate(e.to_game, e.reason);
}

void stepper::on(const platform_gone& e) {
  if (!starting_or_running() || s_.game == state::process::spawning) return;
  if (s_.occupancy != presence::players) return decide(verdict::platform_gone, e.reason);
  // Were it true, its SIGTERM would be here: players are not thrown out for a word.
  if (!std::exchange(s_.platform_end_doubted, true)) emit(platform_end_doubted{e.reason});
}

void stepper::on(const platform_limit_learned& e) {
  if (s_.platform_limit == e.at) return;
  s_.platform_limit = e.at;
  s_.uptime_warned = false;
}

void stepper::on_terminate(int to_game, const std::string& reason) {
  const bool first = !s_.platform_stops_us;
  s_.platform_stops_us = true;
  switch (s_.now_in) {
    case phase::starting:
    case phase::running:
      decide(verdict::platform_stop, reason);
      break;
    case phase::draining:
      if (!s_.why) decide(verdict::platform_stop, reason);
      // Helpers that outlive the game's main process are the game, too.
      if (s_.anything_left && to_game) emit(signal_tree{to_game});
      if (first) shorten_drain(now_ + grace());
      break;
    case phase::stopping:
    case phase::lingering:
      finish();
      break;
    case phase::done:
      break;
  }
}

void stepper::decide(verdict why, std::string reason, after_drain then) {
  const bool game_over = !s_.game_alive() && s_.exit_code;
  if (s_.rules.dry_run && why != verdict::platform_stop && !game_over)
    return rehearse(why, std::move(reason));
  if (s_.rules.dry_run && then == after_drain::self_stop) then = after_drain::exit;
  if (then == after_drain::self_stop && (s_.platform_stops_us || !s_.rules.can_self_stop))
    then = after_drain::exit;
  s_.why = why;
  s_.reason = reason;
  s_.then = then;
  s_.next_start.reset();
  emit(decided{why, std::move(reason), then == after_drain::self_stop});
  if (!in(phase::draining)) begin_drain();
}

void stepper::rehearse(verdict why, std::string reason) {
  const bool said = rehearsed(s_, why);
  if (!said) s_.rehearsed.push_back(why);
  // The platform repeats itself with every poll; a command is answered each time.
  if (said && why == verdict::platform_gone) return;
  emit(would_end{why, std::move(reason)});
}

void stepper::enter(phase next) {
  s_.now_in = next;
  s_.phase_since = now_;
  emit(phase_entered{next});
}

void stepper::finish() {
  s_.next_attempt.reset();
  s_.linger_until.reset();
  enter(phase::done);
  // A game that outlived SIGKILL has no exit code of its own; it gets that of the signal.
  emit(leave{s_.exit_code.value_or(128 + SIGKILL)});
}

void stepper::due_deadlines() {
  if (in(phase::starting)) starting_deadlines();
  if (in(phase::running)) running_deadlines();
  if (in(phase::draining)) drain_deadlines();
  if (in(phase::stopping) || in(phase::lingering)) stopping_deadlines();
}

state begin(const policy& rules, time_point now) {
  state fresh;
  fresh.rules = rules;
  fresh.began = fresh.phase_since = now;
  fresh.watchdog = rules.watchdog;
  fresh.jitter.seed(static_cast<std::minstd_rand::result_type>(rules.seed));
  return fresh;
}

std::vector<effect> resume(state& into, const policy& rules, verdict why, std::string reason,
                           std::optional<int> exit_code, time_point now) {
  into = begin(rules, now);
  into.game = state::process::absent;
  into.why = why;
  into.reason = std::move(reason);
  into.exit_code = exit_code.value_or(0);
  stepper resumed(into, now);
  resumed.enter(phase::stopping);
  resumed.attempt_stop();
  return resumed.take();
}

bool passes_on(const state& current, int signal) noexcept {
  return signal != SIGTERM && current.game_alive();
}

std::vector<effect> step(state& current, const event& happened, time_point now) {
  if (current.now_in == phase::done) return {};
  stepper one(current, now);
  std::visit([&one](const auto& e) { one.on(e); }, happened);
  one.due_deadlines();
  return one.take();
}

namespace {

class earliest {
 public:
  void consider(const std::optional<time_point>& when) {
    if (when && (!found_ || *when < *found_)) found_ = when;
  }
  std::optional<time_point> found() const { return found_; }

 private:
  std::optional<time_point> found_;
};

void running_moments(const state& current, earliest& next) {
  for (const auto& end : coming_ends(current)) next.consider(acted_upon(current, end));
  for (const auto& each : current.holds) next.consider(each.until);
  next.consider(current.hang_kill_at);
  next.consider(current.next_terminate);
  if (const auto hang = hang_at(current)) next.consider(hang);
  if (const auto limit = uptime_limit(current); limit && !current.uptime_warned)
    next.consider(*limit - current.rules.uptime_warning);
}

}  // namespace

std::optional<time_point> next_deadline(const state& current) {
  earliest next;
  switch (current.now_in) {
    case phase::starting:
      next.consider(current.next_start);
      next.consider(current.ready_deadline);
      break;
    case phase::running:
      running_moments(current, next);
      break;
    case phase::draining:
      if (current.game_alive()) next.consider(rung_at(current, current.next_rung));
      next.consider(current.drain_deadline);
      next.consider(current.next_terminate);
      next.consider(current.next_kill);
      next.consider(current.kill_give_up);
      break;
    case phase::stopping:
    case phase::lingering:
      next.consider(current.next_attempt);
      next.consider(current.linger_until);
      break;
    case phase::done:
      break;
  }
  return next.found();
}

}  // namespace gamekeeper::lifecycle
