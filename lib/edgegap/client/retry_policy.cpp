#include "edgegap/client/retry_policy.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace gamekeeper::edgegap {

namespace asio = boost::asio;

retry_policy::retry_policy(base::clock& time, base::random_source& random, retry_settings settings)
    : time_(time), random_(random), settings_(settings) {}

base::rate_limiter* retry_policy::limiter_of(operation_id what) {
  const int rate = describe(what).requests_per_second;
  if (rate == 0 || !settings_.paced) return nullptr;
  return &limiters_.try_emplace(what, rate).first->second;
}

asio::awaitable<bool> retry_policy::acquire_slot(operation_id what, base::time_point deadline) {
  auto* limiter = limiter_of(what);
  if (!limiter) co_return true;
  const auto moment = limiter->book(time_.now());
  if (moment > deadline) co_return false;
  if (moment > time_.now()) co_await base::sleep_until(time_, moment);
  co_return true;
}

base::duration retry_policy::wait_after(const api_error& failure, base::backoff& waits) {
  const auto drawn = waits.next(random_);
  if (failure.kind() != outcome_kind::throttled)
    return std::max(drawn, failure.retry_after().value_or(drawn));
  const auto wait = failure.retry_after().value_or(std::max(drawn, settings_.throttled_min));
  if (auto* limiter = limiter_of(failure.operation())) limiter->pause_until(time_.now() + wait);
  return wait;
}

asio::awaitable<api_answer> retry_policy::execute(operation_id what, const attempt& once,
                                                  base::time_point deadline) {
  base::backoff waits(settings_.backoff_first, settings_.backoff_max);
  // What the platform said says more than that there is no time for another try.
  std::optional<api_answer> last;
  for (int attempts = 1;; ++attempts) {
    const bool in_time = co_await acquire_slot(what, deadline);
    if (!in_time && last) co_return std::move(*last);
    if (!in_time) {
      const base::error late(base::errc::busy,
                             "its turn within the documented rate would come after the deadline");
      co_return api_error::from_failure(what, late);
    }
    const auto end = std::min(deadline, time_.now() + settings_.attempt_deadline);
    auto answer = co_await once(end);
    if (answer || !answer.error().retry_can_help() || attempts >= settings_.attempts) co_return answer;
    const auto again = time_.now() + wait_after(answer.error(), waits);
    if (again >= deadline) co_return answer;
    last = std::move(answer);
    co_await base::sleep_until(time_, again);
  }
}

}  // namespace gamekeeper::edgegap
