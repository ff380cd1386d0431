#include "lifecycle/machine.hpp"

#include <algorithm>
#include <csignal>

namespace gamekeeper::lifecycle {

namespace {

// While something survives SIGKILL it is sent again: a process may have been forked between two looks at the
// tree.
constexpr duration kill_again_every{500};

/// One step under way: the state, the moment, and the effects so far.
class stepper {
 public:
  stepper(state& current, time_point now) : s_(current), now_(now) {}

  void on(const tick&) {}

  void on(const game_started&) {
    s_.game_alive = true;
    s_.anything_left = true;
    if (s_.now_in == phase::starting) enter(phase::running);
    // The end was decided in the moment between asking for the game and having it.
    if (s_.now_in == phase::draining) emit(signal_game{SIGTERM});
  }

  void on(const start_failed& e) {
    if (s_.game_alive || s_.exit_code) return;
    s_.exit_code = e.exit_code;
    if (s_.now_in == phase::starting) decide(verdict::start_failed, e.reason);
    if (s_.now_in == phase::draining) finish_drain();
  }

  void on(const game_exited& e) {
    if (!s_.game_alive) return;
    s_.game_alive = false;
    s_.exit_code = e.exit_code;
    if (s_.now_in == phase::running)
      decide(asked_for(e) ? verdict::game_exited : verdict::crashed, e.description);
  }

  void on(const tree_empty&) {
    if (s_.game_alive) return;
    s_.anything_left = false;
    if (s_.now_in == phase::draining) finish_drain();
  }

  void on(const occupancy_changed& e) {
    s_.occupancy = e.what;
    s_.players = e.what == presence::players ? e.players : 0;
    if (e.what == presence::players) s_.players_seen = true;
    const bool counts_as_empty = e.what == presence::none && s_.players_seen;
    if (!counts_as_empty)
      s_.empty_since.reset();
    else if (!s_.empty_since)
      s_.empty_since = now_;
  }

  void on(const match_started&) { s_.match_running = true; }

  void on(const match_ended& e) {
    s_.match_running = false;
    if (s_.now_in == phase::running)
      decide(verdict::match_ended, e.reason.empty() ? "the match ended" : e.reason);
  }

  void on(const stop_requested& e) {
    if (s_.now_in == phase::running) decide(verdict::stop_requested, e.reason);
  }

  void on(const platform_gone& e) {
    if (s_.now_in == phase::running) decide(verdict::platform_gone, e.reason);
  }

  void on(const signal_arrived& e) {
    if (e.number == SIGTERM) return on_terminate();
    if (s_.game_alive) return emit(signal_game{e.number});
    // With no game left a Ctrl-C can only be meant for us.
    const bool waiting = s_.now_in == phase::stopping || s_.now_in == phase::lingering;
    if (waiting && (e.number == SIGINT || e.number == SIGQUIT)) finish();
  }

  void on(const self_stop_answered& e) {
    if (!s_.self_stop_in_flight) return;
    s_.self_stop_in_flight = false;
    if (s_.now_in == phase::stopping) on_first_answer(e);
    if (s_.now_in == phase::lingering) s_.next_attempt = now_ + s_.rules.resend_every;
  }

  void due_deadlines() {
    if (s_.now_in == phase::running && due(empty_at(s_)))
      decide(verdict::empty, "nobody was here for the whole of occupancy.empty_after");
    if (s_.now_in == phase::draining) drain_deadlines();
    if (s_.now_in == phase::lingering && due(s_.linger_until)) {
      emit(linger_expired{});
      finish();
    }
    if ((s_.now_in == phase::stopping || s_.now_in == phase::lingering) && due(s_.next_attempt))
      attempt_stop();
  }

  void attempt_stop() {
    s_.next_attempt.reset();
    s_.self_stop_in_flight = true;
    emit(send_self_stop{++s_.self_stop_attempts});
  }

  void enter(phase next) {
    s_.now_in = next;
    s_.phase_since = now_;
    emit(phase_entered{next});
  }

  static std::optional<time_point> empty_at(const state& s) {
    if (!s.empty_since || !s.rules.empty_after) return std::nullopt;
    return *s.empty_since + *s.rules.empty_after;
  }

  std::vector<effect> take() { return std::move(effects_); }

 private:
  template <class Effect>
  void emit(Effect e) {
    effects_.emplace_back(std::move(e));
  }

  bool due(const std::optional<time_point>& when) const { return when && *when <= now_; }

  // A game that somebody ended with one of these did not crash.
  static bool asked_for(const game_exited& e) {
    if (e.signal) return e.signal == SIGTERM || e.signal == SIGINT || e.signal == SIGHUP;
    return e.exit_code == 0;
  }

  duration grace() const {
    if (!s_.platform_stops_us || !s_.rules.on_platform) return s_.rules.drain_grace;
    return std::max(duration(0), s_.rules.platform_kill_after - s_.rules.platform_kill_margin);
  }

  void decide(verdict why, std::string reason) {
    s_.why = why;
    s_.reason = reason;
    emit(decided{why, std::move(reason), s_.rules.can_self_stop && why != verdict::platform_stop});
    s_.drain_deadline = now_ + grace();
    enter(phase::draining);
    if (s_.game_alive) emit(signal_game{SIGTERM});
    // Before the game was there, its start is still to be reported.
    if (!s_.anything_left && s_.exit_code) finish_drain();
  }

  void on_terminate() {
    const bool first = !s_.platform_stops_us;
    s_.platform_stops_us = true;
    switch (s_.now_in) {
      case phase::starting:
      case phase::running:
        decide(verdict::platform_stop, "SIGTERM arrived");
        break;
      case phase::draining:
        if (s_.game_alive) emit(signal_game{SIGTERM});
        if (first && s_.drain_deadline) s_.drain_deadline = std::min(*s_.drain_deadline, now_ + grace());
        break;
      case phase::stopping:
      case phase::lingering:
        finish();
        break;
      case phase::done:
        break;
    }
  }

  void drain_deadlines() {
    if (due(s_.drain_deadline)) {
      s_.drain_deadline.reset();
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

  void finish_drain() {
    s_.drain_deadline.reset();
    s_.next_kill.reset();
    s_.kill_give_up.reset();
    if (s_.platform_stops_us || !s_.rules.can_self_stop) return finish();
    enter(phase::stopping);
    attempt_stop();
  }

  void on_first_answer(const self_stop_answered& e) {
    switch (e.answer) {
      case stop_answer::accepted:
      case stop_answer::gone:
        emit(stop_accepted{e.answer == stop_answer::gone});
        s_.linger_until = now_ + s_.rules.linger_max;
        enter(phase::lingering);
        break;
      case stop_answer::refused:
        // Trying again cannot help. Exiting can: under the restart policy `never` it stops the deployment.
        emit(stop_refused{});
        finish();
        break;
      case stop_answer::failed: {
        const auto wait = std::max(backoff(), e.retry_after.value_or(duration(0)));
        s_.next_attempt = now_ + wait;
        emit(retry_scheduled{wait});
        break;
      }
    }
  }

  // Exponential with full jitter, never under retry_min: a bounded rate however long the outage lasts.
  duration backoff() {
    const auto doublings = std::min(s_.failures_in_a_row++, 20);
    const auto ceiling = std::min(s_.rules.retry_max, s_.rules.retry_min * (1L << doublings));
    const auto share = std::uniform_real_distribution<double>(0.0, 1.0)(s_.jitter);
    const auto drawn = duration(static_cast<duration::rep>(static_cast<double>(ceiling.count()) * share));
    return std::max(s_.rules.retry_min, drawn);
  }

  void finish() {
    s_.next_attempt.reset();
    s_.linger_until.reset();
    enter(phase::done);
    // A game that outlived SIGKILL has no exit code of its own; it gets that of the signal.
    emit(leave{s_.exit_code.value_or(128 + SIGKILL)});
  }

  state& s_;
  time_point now_;
  std::vector<effect> effects_;
};

}  // namespace

state begin(const policy& rules, time_point now) {
  state fresh;
  fresh.rules = rules;
  fresh.phase_since = now;
  fresh.jitter.seed(static_cast<std::minstd_rand::result_type>(rules.seed));
  return fresh;
}

std::vector<effect> resume(state& into, const policy& rules, verdict why, std::string reason,
                           std::optional<int> exit_code, time_point now) {
  into = begin(rules, now);
  into.why = why;
  into.reason = std::move(reason);
  into.exit_code = exit_code.value_or(0);
  stepper resumed(into, now);
  resumed.enter(phase::stopping);
  resumed.attempt_stop();
  return resumed.take();
}

std::vector<effect> step(state& current, const event& happened, time_point now) {
  if (current.now_in == phase::done) return {};
  stepper one(current, now);
  std::visit([&one](const auto& e) { one.on(e); }, happened);
  one.due_deadlines();
  return one.take();
}

std::optional<time_point> next_deadline(const state& current) {
  std::optional<time_point> earliest;
  const auto consider = [&earliest](const std::optional<time_point>& when) {
    if (when && (!earliest || *when < *earliest)) earliest = when;
  };
  switch (current.now_in) {
    case phase::running:
      consider(stepper::empty_at(current));
      break;
    case phase::draining:
      consider(current.drain_deadline);
      consider(current.next_kill);
      consider(current.kill_give_up);
      break;
    case phase::stopping:
    case phase::lingering:
      consider(current.next_attempt);
      consider(current.linger_until);
      break;
    case phase::starting:
    case phase::done:
      break;
  }
  return earliest;
}

}  // namespace gamekeeper::lifecycle
