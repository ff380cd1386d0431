#pragma once

#include "base/clock.hpp"

#include <cstdint>

namespace gamekeeper::base {

/// A small seeded generator (splitmix64). Not for keys: for jitter, and the same seed gives the same run.
class random_source {
 public:
  explicit random_source(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next() noexcept;
  /// In [0, 1).
  double fraction() noexcept;

 private:
  std::uint64_t state_;
};

/// Exponential backoff with full jitter: the n-th wait is drawn from [floor, min(cap, first * 2^n)].
class backoff {
 public:
  backoff(duration first, duration cap, duration floor = duration(0))
      : first_(first), cap_(cap), floor_(floor) {}
  duration next(random_source& random) noexcept;
  void reset() noexcept { attempt_ = 0; }
  int attempts() const noexcept { return attempt_; }

 private:
  duration first_, cap_, floor_;
  int attempt_ = 0;
};

/// `value` ± `share` of it, uniformly: so that a thousand agents that started together do not ask together.
duration spread(duration value, double share, random_source& random) noexcept;

}  // namespace gamekeeper::base
