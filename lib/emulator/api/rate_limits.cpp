#include "emulator/api/rate_limits.hpp"

#include <algorithm>
#include <cmath>

namespace gamekeeper::emulator {

std::optional<base::duration> rate_limits::refuse(std::size_t token, const void* operation, int per_second) {
  const auto now = time_.now();
  const auto [found, fresh] = buckets_.try_emplace({token, operation}, bucket{double(per_second), now});
  auto& b = found->second;
  const double waited = static_cast<double>((now - b.when).count()) / 1000;
  b.left = std::min(double(per_second), b.left + waited * per_second);
  b.when = now;
  if (b.left >= 1) {
    b.left -= 1;
    return std::nullopt;
  }
  return base::duration(static_cast<std::int64_t>(std::ceil((1 - b.left) / per_second * 1000)));
}

}  // namespace gamekeeper::emulator
