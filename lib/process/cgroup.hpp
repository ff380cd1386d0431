#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::process {

/// How much of the time something had to wait for a resource, in percent of the last ten seconds: pressure
/// stall information ("PSI - Pressure Stall Information" in the kernel's documentation).
struct pressure {
  double some = 0;  ///< at least one task waited
  double full = 0;  ///< all of them did
};

/// "some avg10=1.23 avg60=… total=…\nfull …"; nothing when it has not that form.
std::optional<pressure> parse_pressure(std::string_view text);

/// What the container's control group has used. A member that the kernel, the version or our rights do not
/// give is missing.
struct cgroup_usage {
  std::optional<std::uint64_t> oom_kills;     ///< since the group was made: compare two readings
  std::optional<std::uint64_t> memory_bytes;  ///< now
  std::optional<std::uint64_t> memory_peak_bytes;
  std::optional<std::uint64_t> memory_limit_bytes;  ///< missing: none
  std::optional<std::chrono::microseconds> cpu_time;
  std::optional<double> cpu_limit;       ///< in processors; missing: none
  std::optional<std::uint64_t> periods;  ///< of the bandwidth limit
  std::optional<std::uint64_t> throttled_periods;
  std::optional<std::chrono::microseconds> throttled_time;
  std::optional<pressure> memory_pressure;
  std::optional<pressure> cpu_pressure;
  std::optional<pressure> io_pressure;
};

/// Our own control group, version 1 or 2 (cgroups(7)).
class cgroup {
 public:
  /// Finds it: /proc/self/cgroup below /sys/fs/cgroup, or what a container sees of it.
  static cgroup find(const std::string& proc = "/proc", const std::string& mounted = "/sys/fs/cgroup");

  /// 1 or 2; 0 when there is none to be seen, and then usage() is empty.
  int version() const noexcept { return version_; }
  cgroup_usage usage() const;
  // One member alone, for one file is read faster than all of them.
  std::optional<std::uint64_t> oom_kills() const;
  std::optional<std::chrono::microseconds> throttled_time() const;
  /// The file that holds oom_kills(); empty without a group.
  std::string oom_file() const;

 private:
  cgroup_usage usage_v1() const;
  cgroup_usage usage_v2() const;

  int version_ = 0;
  std::string memory_;  ///< the folder of version 2, or version 1's of the memory controller
  std::string cpu_;
  std::string cpu_account_;
};

}  // namespace gamekeeper::process
