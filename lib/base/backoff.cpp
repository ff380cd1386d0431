#include "base/backoff.hpp"

#include <algorithm>

namespace gamekeeper::base {

std::uint64_t random_source::next() noexcept {
  state_ += 0x9e3779b97f4a7c15ULL;
  std::uint64_t z = state_;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

double random_source::fraction() noexcept {
  return static_cast<double>(next() >> 11) * 0x1.0p-53;
}

namespace {
duration scaled(duration value, double factor) noexcept {
  return duration(static_cast<duration::rep>(static_cast<double>(value.count()) * factor));
}
}  // namespace

duration backoff::next(random_source& random) noexcept {
  // 2^20 times any first wait is past every cap; the shift stays defined however long an outage lasts.
  const auto ceiling = std::min(cap_, first_ * (1 << std::min(attempt_, 20)));
  ++attempt_;
  return std::max(floor_, scaled(ceiling, random.fraction()));
}

duration spread(duration value, double share, random_source& random) noexcept {
  return scaled(value, 1.0 - share + 2.0 * share * random.fraction());
}

}  // namespace gamekeeper::base
