#include "gamekeeper/run/game_usage.hpp"

namespace gamekeeper::run {

namespace {

std::optional<double> seconds(const std::optional<std::chrono::microseconds>& time) {
  if (!time) return std::nullopt;
  return std::chrono::duration<double>(*time).count();
}

telemetry::game_usage::pressure shown(const std::optional<process::pressure>& seen) {
  if (!seen) return {};
  return {seen->some / 100, seen->full / 100};
}

}  // namespace

telemetry::game_usage measure_game(const process::cgroup& group) {
  const auto used = group.usage();
  telemetry::game_usage shown_usage;
  shown_usage.cpu_seconds = seconds(used.cpu_time);
  shown_usage.cpu_periods = used.periods;
  shown_usage.cpu_throttled_periods = used.throttled_periods;
  shown_usage.cpu_throttled_seconds = seconds(used.throttled_time);
  shown_usage.memory_bytes = used.memory_bytes;
  shown_usage.memory_peak_bytes = used.memory_peak_bytes;
  shown_usage.memory_limit_bytes = used.memory_limit_bytes;
  shown_usage.out_of_memory_kills = used.oom_kills;
  shown_usage.cpu = shown(used.cpu_pressure);
  shown_usage.memory = shown(used.memory_pressure);
  shown_usage.io = shown(used.io_pressure);
  return shown_usage;
}

}  // namespace gamekeeper::run
