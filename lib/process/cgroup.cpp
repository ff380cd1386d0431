#include "process/cgroup.hpp"

#include "base/decimal.hpp"
#include "base/limits.hpp"
#include "process/proc_file.hpp"

#include <unistd.h>

#include <charconv>

namespace gamekeeper::process {

namespace {

constexpr std::string_view v1_oom_file = "memory.oom_control";
constexpr std::string_view v2_oom_file = "memory.events";

std::string text_of(const std::string& folder, std::string_view file) {
  auto text = read_text(folder + "/" + std::string(file), base::limits::proc_file_bytes);
  return text ? std::move(*text) : std::string();
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (ec != std::errc() || end == text.data()) return std::nullopt;
  return value;
}

std::optional<std::uint64_t> number_in(const std::string& folder, std::string_view file) {
  return number(text_of(folder, file));
}

/// "150000 100000": so much time in each period; "max" or -1 is no limit.
std::optional<double> processors(std::string_view quota, std::string_view period) {
  const auto time = number(quota);
  const auto each = number(period);
  if (!time || !each || *each == 0) return std::nullopt;
  return static_cast<double>(*time) / static_cast<double>(*each);
}

std::optional<std::chrono::microseconds> microseconds(std::optional<std::uint64_t> count,
                                                      std::uint64_t in_one) {
  if (!count) return std::nullopt;
  return std::chrono::microseconds(static_cast<std::int64_t>(*count / in_one));
}

/// "name" of "0::/path", "4:cpu,cpuacct:/path".
bool has_controller(std::string_view list, std::string_view name) {
  while (!list.empty())
    if (take_until(list, ',') == name) return true;
  return false;
}

bool exists(const std::string& path) {
  return ::access(path.c_str(), F_OK) == 0;
}

/// In a container the path in /proc/self/cgroup is often the host's, and what is mounted is the group itself.
std::string folder_of(const std::string& mounted, std::string_view path, std::string_view file) {
  const auto whole = mounted + std::string(path == "/" ? "" : path);
  return exists(whole + "/" + std::string(file)) ? whole : mounted;
}

std::optional<double> average(std::string_view line) {
  const auto at = line.find("avg10=");
  if (at == std::string_view::npos) return std::nullopt;
  const auto text = line.substr(at + 6);
  const auto value = base::parse_decimal(text.substr(0, text.find(' ')));
  if (!value || !(*value >= 0 && *value <= 100)) return std::nullopt;
  return value;
}

}  // namespace

std::optional<pressure> parse_pressure(std::string_view text) {
  const auto some = average(value_of(text, "some"));
  if (!some) return std::nullopt;
  return pressure{*some, average(value_of(text, "full")).value_or(0)};  // cpu has no "full" line before 5.13
}

cgroup cgroup::find(const std::string& proc, const std::string& mounted) {
  cgroup found;
  const auto text = text_of(proc + "/self", "cgroup");
  for (std::string_view rest = text; !rest.empty();) {
    auto line = take_until(rest, '\n');
    take_until(line, ':');
    const auto controllers = take_until(line, ':');
    if (controllers.empty() && exists(mounted + "/cgroup.controllers")) {
      found.version_ = 2;
      found.memory_ = folder_of(mounted, line, "cgroup.controllers");
      return found;
    }
    if (has_controller(controllers, "memory"))
      found.memory_ = folder_of(mounted + "/memory", line, "memory.usage_in_bytes");
    if (has_controller(controllers, "cpu")) found.cpu_ = folder_of(mounted + "/cpu", line, "cpu.stat");
    if (has_controller(controllers, "cpuacct"))
      found.cpu_account_ = folder_of(mounted + "/cpuacct", line, "cpuacct.usage");
  }
  if (!found.memory_.empty() || !found.cpu_.empty() || !found.cpu_account_.empty()) found.version_ = 1;
  return found;
}

cgroup_usage cgroup::usage() const {
  return version_ == 2 ? usage_v2() : version_ == 1 ? usage_v1() : cgroup_usage{};
}

std::optional<std::uint64_t> cgroup::oom_kills() const {
  if (version_ == 0) return std::nullopt;
  // Version 1 has it since Linux 4.13.
  return number(value_of(text_of(memory_, version_ == 2 ? v2_oom_file : v1_oom_file), "oom_kill"));
}

std::string cgroup::oom_file() const {
  if (memory_.empty()) return "";
  return memory_ + "/" + std::string(version_ == 2 ? v2_oom_file : v1_oom_file);
}

std::optional<std::chrono::microseconds> cgroup::throttled_time() const {
  if (version_ == 2) return microseconds(number(value_of(text_of(memory_, "cpu.stat"), "throttled_usec")), 1);
  if (version_ == 1) return microseconds(number(value_of(text_of(cpu_, "cpu.stat"), "throttled_time")), 1000);
  return std::nullopt;
}

cgroup_usage cgroup::usage_v2() const {
  cgroup_usage used;
  used.oom_kills = oom_kills();
  used.memory_bytes = number_in(memory_, "memory.current");
  used.memory_peak_bytes = number_in(memory_, "memory.peak");  // since Linux 5.19
  used.memory_limit_bytes = number_in(memory_, "memory.max");  // "max" is no number
  const auto bandwidth = text_of(memory_, "cpu.max");
  std::string_view period = bandwidth;
  const auto quota = take_until(period, ' ');
  used.cpu_limit = processors(quota, period);
  const auto cpu = text_of(memory_, "cpu.stat");
  used.cpu_time = microseconds(number(value_of(cpu, "usage_usec")), 1);
  used.periods = number(value_of(cpu, "nr_periods"));
  used.throttled_periods = number(value_of(cpu, "nr_throttled"));
  used.throttled_time = microseconds(number(value_of(cpu, "throttled_usec")), 1);
  used.memory_pressure = parse_pressure(text_of(memory_, "memory.pressure"));
  used.cpu_pressure = parse_pressure(text_of(memory_, "cpu.pressure"));
  used.io_pressure = parse_pressure(text_of(memory_, "io.pressure"));
  return used;
}

cgroup_usage cgroup::usage_v1() const {
  constexpr std::uint64_t no_limit = 1ULL << 62;  // the kernel writes the largest number that is whole pages
  cgroup_usage used;
  used.oom_kills = oom_kills();
  used.memory_bytes = number_in(memory_, "memory.usage_in_bytes");
  used.memory_peak_bytes = number_in(memory_, "memory.max_usage_in_bytes");
  used.memory_limit_bytes = number_in(memory_, "memory.limit_in_bytes");
  if (used.memory_limit_bytes && *used.memory_limit_bytes > no_limit) used.memory_limit_bytes.reset();
  used.cpu_time = microseconds(number_in(cpu_account_, "cpuacct.usage"), 1000);
  used.cpu_limit = processors(text_of(cpu_, "cpu.cfs_quota_us"), text_of(cpu_, "cpu.cfs_period_us"));
  const auto cpu = text_of(cpu_, "cpu.stat");
  used.periods = number(value_of(cpu, "nr_periods"));
  used.throttled_periods = number(value_of(cpu, "nr_throttled"));
  used.throttled_time = microseconds(number(value_of(cpu, "throttled_time")), 1000);
  return used;
}

}  // namespace gamekeeper::process
