// Decides when the platform is asked to stop the deployment, until it is certain, and how long its SIGTERM is awaited.
#include "lifecycle/self_stop.hpp"

#include "lifecycle/earliest.hpp"
#include "lifecycle/exit.hpp"
#include "lifecycle/transition.hpp"

#include <algorithm>
#include <random>

namespace gamekeeper::lifecycle {

namespace {

void attempt_stop(transition& t) {
  t.state.self_stop.next_attempt.reset();
  t.state.self_stop.is_in_flight = true;
  t.emit(send_self_stop{++t.state.self_stop.attempts});
}

// Exponential with full jitter, never under retry_min: a bounded rate however long the outage lasts.
duration backoff(state& s) {
  const auto doublings = std::min(s.self_stop.failures_in_a_row++, 20);
  const auto ceiling = std::min(s.rules.self_stop.retry_max, s.rules.self_stop.retry_min * (1L << doublings));
  const auto share = std::uniform_real_distribution<double>(0.0, 1.0)(s.self_stop.jitter);
  const auto drawn = duration(static_cast<duration::rep>(static_cast<double>(ceiling.count()) * share));
  return std::max(s.rules.self_stop.retry_min, drawn);
}

void retry_after(transition& t, duration wait) {
  t.state.self_stop.next_attempt = t.now + wait;
  t.emit(retry_scheduled{wait});
}

void handle_first_answer(transition& t, const self_stop_answered& e) {
  auto& s = t.state;
  if (e.answer != stop_answer::refused) s.self_stop.refused_since.reset();
  switch (e.answer) {
    case stop_answer::accepted:
    case stop_answer::gone:
      t.emit(stop_accepted{e.answer == stop_answer::gone});
      s.self_stop.linger_until = t.now + s.rules.self_stop.linger_max;
      s.self_stop.next_attempt = t.now + s.rules.self_stop.resend_every;
      t.enter(phase::lingering);
      break;
    case stop_answer::refused:
      if (!s.self_stop.refused_since) s.self_stop.refused_since = t.now;
      if (t.now - *s.self_stop.refused_since < s.rules.self_stop.refusal_lasts)
        return retry_after(t, backoff(s));
      // Trying again cannot help. Exiting can: under the restart policy `never` it stops the deployment.
      t.emit(stop_refused{});
      exit_agent(t);
      break;
    case stop_answer::failed:
      retry_after(t, std::max(backoff(s),
                              std::min(e.retry_after.value_or(duration(0)), s.rules.self_stop.retry_max)));
      break;
  }
}

}  // namespace

void begin_self_stop(transition& t) {
  t.enter(phase::stopping);
  attempt_stop(t);
}

void handle(transition& t, const self_stop_answered& e) {
  auto& s = t.state;
  if (!s.self_stop.is_in_flight) return;
  s.self_stop.is_in_flight = false;
  if (t.is_in(phase::stopping))
    handle_first_answer(t, e);
  else if (t.is_in(phase::lingering))
    s.self_stop.next_attempt = t.now + s.rules.self_stop.resend_every;
}

void check_self_stop(transition& t) {
  if (t.is_in(phase::lingering) && t.is_due(t.state.self_stop.linger_until)) {
    t.emit(linger_expired{});
    return exit_agent(t);
  }
  if (t.is_due(t.state.self_stop.next_attempt)) attempt_stop(t);
}

std::optional<time_point> self_stop_deadline(const state& current) {
  return earliest({current.self_stop.next_attempt, current.self_stop.linger_until});
}

}  // namespace gamekeeper::lifecycle
