#include "emulator/model/deployment.hpp"

namespace gamekeeper::emulator {

std::int64_t elapsed_seconds(const deployment& d, base::time_point now) noexcept {
  if (!d.ready_since) return 0;
  return std::chrono::floor<std::chrono::seconds>(d.ended_at.value_or(now) - *d.ready_since).count();
}

}  // namespace gamekeeper::emulator
