// The platform is asked to stop the deployment, until it is certain, and then waited for.
#include "lifecycle/stepper.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

void stepper::attempt_stop() {
  s_.next_attempt.reset();
  s_.self_stop_in_flight = true;
  emit(send_self_stop{++s_.self_stop_attempts});
}

void stepper::on(const self_stop_answered& e) {
  if (!s_.self_stop_in_flight) return;
  s_.self_stop_in_flight = false;
  if (in(phase::stopping))
    on_first_answer(e);
  else if (in(phase::lingering))
    s_.next_attempt = now_ + s_.rules.resend_every;
}

void stepper::on_first_answer(const self_stop_answered& e) {
  if (e.answer != stop_answer::refused) s_.refused_at.reset();
  switch (e.answer) {
    case stop_answer::accepted:
    case stop_answer::gone:
      emit(stop_accepted{e.answer == stop_answer::gone});
      s_.linger_until = now_ + s_.rules.linger_max;
      s_.next_attempt = now_ + s_.rules.resend_every;
      enter(phase::lingering);
      break;
    case stop_answer::refused:
      if (!s_.refused_at) s_.refused_at = now_;
      if (now_ - *s_.refused_at < s_.rules.refusal_lasts) return retry_after(backoff());
      // Trying again cannot help. Exiting can: under the restart policy `never` it stops the deployment.
      emit(stop_refused{});
      finish();
      break;
    case stop_answer::failed:
      retry_after(std::max(backoff(), std::min(e.retry_after.value_or(duration(0)), s_.rules.retry_max)));
      break;
  }
}

void stepper::retry_after(duration wait) {
  s_.next_attempt = now_ + wait;
  emit(retry_scheduled{wait});
}

void stepper::stopping_deadlines() {
  if (in(phase::lingering) && due(s_.linger_until)) {
    emit(linger_expired{});
    return finish();
  }
  if (due(s_.next_attempt)) attempt_stop();
}

// Exponential with full jitter, never under retry_min: a bounded rate however long the outage lasts.
duration stepper::backoff() {
  const auto doublings = std::min(s_.failures_in_a_row++, 20);
  const auto ceiling = std::min(s_.rules.retry_max, s_.rules.retry_min * (1L << doublings));
  const auto share = std::uniform_real_distribution<double>(0.0, 1.0)(s_.jitter);
  const auto drawn = duration(static_cast<duration::rep>(static_cast<double>(ceiling.count()) * share));
  return std::max(s_.rules.retry_min, drawn);
}

}  // namespace gamekeeper::lifecycle
