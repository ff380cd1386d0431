#pragma once

#include "gamekeeper/check/play.hpp"
#include "gamekeeper/findings/finding.hpp"
#include "settings/ready_condition.hpp"

namespace gamekeeper::check {

/// What a game is measured by.
struct expectations {
  std::vector<port_request> ports;
  std::vector<occupancy::detector_spec> detectors;
  settings::ready_condition ready;
  base::duration ready_within{};
  base::duration kill_after{};
  std::optional<std::uint64_t> memory_limit;
};

/// What is to be said of a deployment that was started, watched and sent SIGTERM: everything but other ways to
/// end it and a read-only root. The first failure shows what the game printed last, too.
void judge(const played& seen, const expectations& wanted, const findings::listener& tell);

/// Whether SIGTERM did not end the game within the time.
bool needs_something_else(const played& seen);

/// One more way to ask a game to end.
struct other_way {
  std::string name;     ///< "SIGINT", "a line `quit` on its stdin"
  std::string setting;  ///< the variable that makes the agent do it: "GAMEKEEPER_SIGNAL_REWRITE=TERM=INT"
  std::string advice;   ///< "gamekeeper run --rewrite TERM=INT -- ..."
};
const std::vector<other_way>& other_ways();

/// `found` is the one that worked, or nothing. `slow` is how long SIGTERM took when it was given more time.
findings::finding judge_other_ways(const other_way* found, base::duration took,
                                   std::optional<base::duration> slow, base::duration more_time);

/// The same game on a root that cannot be written to: what differs from `before`.
findings::finding judge_read_only(const played& before, const played& seen, bool required);

/// "1.2s", "340ms"
std::string short_time(base::duration time);

}  // namespace gamekeeper::check
