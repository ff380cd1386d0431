#pragma once

#include <cstdint>
#include <optional>

namespace gamekeeper::telemetry {

/// What this process itself has used.
struct own_usage {
  double cpu_seconds = 0;                        ///< user and system, getrusage(2)
  std::optional<std::uint64_t> resident_bytes;   ///< /proc/self/statm; nothing where /proc is not
  std::optional<std::uint64_t> anonymous_bytes;  ///< resident without what files back
};

own_usage measure_own_usage();

}  // namespace gamekeeper::telemetry
