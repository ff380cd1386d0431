#pragma once

#include "telemetry/metrics.hpp"

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

namespace gamekeeper::telemetry {

/// What the game has used, as its control group says; what the kernel does not say is nothing. Totals count
/// from the group's making.
struct game_usage {
  /// How much of the last ten seconds something had to wait for a resource, from 0 to 1 (PSI).
  struct pressure {
    std::optional<double> some_ratio;  ///< at least one task waited
    std::optional<double> full_ratio;  ///< all tasks waited at once
  };
  std::optional<double> cpu_seconds;
  std::optional<std::uint64_t> cpu_periods;            ///< of the bandwidth limit
  std::optional<std::uint64_t> cpu_throttled_periods;  ///< in which it had to wait
  std::optional<double> cpu_throttled_seconds;
  std::optional<std::uint64_t> memory_bytes;
  std::optional<std::uint64_t> memory_peak_bytes;
  std::optional<std::uint64_t> memory_limit_bytes;  ///< nothing: no limit
  std::optional<std::uint64_t> out_of_memory_kills;
  pressure cpu, memory, io;
};

/// What is counted as it happens, by whoever makes it happen. What can be seen at any time is not kept here:
/// control/metrics_page.hpp takes that from the snapshot.
struct agent_metrics {
  /// One request to the platform for this deployment's status, from DNS to the last byte.
  histogram poll_latency{0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
  /// Its failures: the class as base::errc names it, or "http_429", "http_5xx", ….
  labelled_counter poll_errors{"class", {"timed_out", "unreachable", "dns", "tls", "http_429", "http_5xx"}};
  labelled_counter signals_forwarded{"signal", {"SIGTERM"}};
  labelled_counter events{"type"};
  labelled_counter hooks{"outcome", {"done", "failed", "timed_out", "dropped"}};
  /// Asked when somebody reads the metrics; may be empty.
  std::function<game_usage()> measure_game;
};

}  // namespace gamekeeper::telemetry
