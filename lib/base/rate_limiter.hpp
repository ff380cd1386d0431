#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <deque>

namespace gamekeeper::base {

/// Books moments so that no window of one second holds more than N of them: what "N requests per second"
/// promises, whichever way the other side counts (a bucket that refills while it is emptied lets up to 2 N
/// through). A burst of N goes at once. Pure: the caller sleeps until the moment that it was given, in the
/// order in which it asked.
class rate_limiter {
 public:
  /// At least 1.
  explicit rate_limiter(int per_second);

  /// The moment, now or later, that belongs to the caller. One that is not used is lost.
  time_point book(time_point now);
  /// Nothing is booked before `when` any more: the other side has said so.
  void pause_until(time_point when) noexcept;

 private:
  std::size_t per_second_;
  std::deque<time_point> booked_;  // the last N moments, in their order
  time_point paused_until_{};
};

}  // namespace gamekeeper::base
