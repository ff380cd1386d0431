#pragma once

#include "base/clock.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::telemetry {

/// How a deployment ended: what is left for those who come after it is gone.
struct end_report {
  std::string verdict;
  std::string reason;
  base::wall_time ended_at{};
  base::duration uptime{};
  int exit_code = 0;
  int restarts = 0;
  int orphans_reaped = 0;
  int self_stop_attempts = 0;

  // The game's main process, when it ended last.
  std::optional<int> game_exit_code;  ///< absent: it was never there
  std::optional<int> game_signal;     ///< absent: it exited by itself
  bool core_dumped = false;
  bool out_of_memory = false;
  std::optional<std::uint64_t> peak_memory_bytes;
  std::optional<double> cpu_seconds;        ///< user and system
  std::optional<double> throttled_seconds;  ///< of the container, by its CPU limit
  std::string evidence;                     ///< of a hang, from /proc
  std::vector<std::string> last_lines;      ///< where the game's output is read at all
};

/// One JSON object and a newline; what is absent is null.
std::string to_json(const end_report& report);

}  // namespace gamekeeper::telemetry
