#pragma once

#include "base/backoff.hpp"
#include "base/limits.hpp"
#include "base/rate_limiter.hpp"
#include "edgegap/client/call.hpp"

#include <map>

namespace gamekeeper::edgegap {

struct retry_settings {
  int attempts = base::limits::call_attempts;  ///< of one call, the first included
  base::duration attempt_deadline = base::limits::call_attempt_deadline;
  base::duration backoff_first = base::limits::call_backoff_first;
  base::duration backoff_max = base::limits::call_backoff_max;
  base::duration throttled_min = base::limits::throttled_wait_min;  ///< after a 429 without Retry-After
  bool paced = true;                                                ///< keep to the documented rates
};

/// What an operator's programs want of a call: it keeps to the documented rate of its operation, and it is
/// tried again while that can help and the deadline allows.
///
/// - Rate: each operation with a documented limit has a base::rate_limiter of its own (deploys 40/s, status 20/s,
///   list and hosts 10/s). A call whose turn comes after its deadline fails at once (busy): nothing was sent.
/// - 429: waits for Retry-After, else throttled_min to backoff; every other call of that operation waits as
/// well.
/// - Network faults, 5xx, 408, 425: exponential backoff with full jitter.
/// - A redirect, any other 4xx, an unusable success: not tried again.
/// - A call that may have been carried out and would do it twice (api_error::may_have_been_applied(): a deploy
///   after a reset, a timeout, a 5xx) is never tried again here. What became of a deploy is found out by
///   idempotent_deploy.hpp.
class retry_policy final : public call_policy {
 public:
  retry_policy(base::clock& time, base::random_source& random, retry_settings settings = {});

  boost::asio::awaitable<api_answer> execute(operation_id what, const attempt& once,
                                             base::time_point deadline) override;

 private:
  base::rate_limiter* limiter_of(operation_id what);
  /// Sleeps until it is this call's turn; false when that would be too late.
  boost::asio::awaitable<bool> acquire_slot(operation_id what, base::time_point deadline);
  base::duration wait_after(const api_error& failure, base::backoff& waits);

  base::clock& time_;
  base::random_source& random_;
  retry_settings settings_;
  std::map<operation_id, base::rate_limiter> limiters_;
};

}  // namespace gamekeeper::edgegap
