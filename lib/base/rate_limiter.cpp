#include "base/rate_limiter.hpp"

#include <algorithm>

namespace gamekeeper::base {

rate_limiter::rate_limiter(int per_second) : per_second_(static_cast<std::size_t>(std::max(1, per_second))) {}

time_point rate_limiter::book(time_point now) {
  auto moment = std::max(now, paused_until_);
  if (!booked_.empty()) moment = std::max(moment, booked_.back());
  if (booked_.size() == per_second_) {
    moment = std::max(moment, booked_.front() + std::chrono::seconds(1));
    booked_.pop_front();
  }
  booked_.push_back(moment);
  return moment;
}

void rate_limiter::pause_until(time_point when) noexcept {
  paused_until_ = std::max(paused_until_, when);
}

}  // namespace gamekeeper::base
