#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <vector>

namespace gamekeeper::emulator {

/// What a deployment's processes have used until a moment. Totals never shrink.
struct usage_sample {
  base::wall_time when{};
  std::int64_t cpu_ms = 0;  ///< processor time, user and system
  std::int64_t memory_bytes =
      0;  ///< anonymous and shared memory at that moment: what a container is charged for
  std::int64_t received_bytes = 0;  ///< over TCP: the kernel counts no bytes of UDP sockets
  std::int64_t sent_bytes = 0;
  std::int64_t disk_read_bytes = 0;
  std::int64_t disk_written_bytes = 0;
};

/// The samples of one deployment, oldest first. When there are limits::emulator_metrics_samples, every second
/// one is dropped: of totals nothing is lost by that but resolution.
class usage_series {
 public:
  void add(usage_sample sample);
  const std::vector<usage_sample>& samples() const noexcept { return samples_; }

 private:
  std::vector<usage_sample> samples_;
};

/// One step of a metrics answer.
struct usage_point {
  base::wall_time when{};                ///< begin of the step
  std::int64_t cpu_units = 0;            ///< 1024 = one processor, mean
  std::int64_t memory_mb = 0;            ///< mean
  std::int64_t received_per_second = 0;  ///< bytes, mean
  std::int64_t sent_per_second = 0;
  usage_sample last;  ///< the totals at its end
};

/// The steps from `from` to before `to` of which there is a sample; without a step one point per sample.
std::vector<usage_point> aggregate(const std::vector<usage_sample>& samples, base::wall_time from,
                                   base::wall_time to, std::optional<base::duration> step);

}  // namespace gamekeeper::emulator
