#pragma once

#include "base/clock.hpp"

#include <boost/json/fwd.hpp>

#include <sys/types.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::control {

/// What the agent shows of itself at one moment. Plain data: made by the agent, read by the API. Durations
/// count from that moment; texts never hold a token.
struct snapshot {
  struct ending {
    std::string verdict;  ///< "empty", "crashed", …
    std::string reason;
  };
  struct detector {
    std::string name;
    std::string presence;  ///< "unknown", "none", "players"
    int players = 0;
    std::optional<base::duration> age;
    std::string last_error;
  };
  /// One of the clocks that run or might.
  struct timer {
    std::string name;   ///< "empty", "first_join", "match", "uptime", "watchdog", "drain", …
    std::string state;  ///< "off", "idle", "running", "held"
    std::optional<base::duration> fires_in;
    std::string leads_to;     ///< a verdict, or what else happens then
    std::string starts_when;  ///< what would start it
    std::string stops_when;   ///< what would stop it
  };
  struct hold {
    std::string id;
    std::string reason;
    base::duration expires_in{};
  };
  struct game_process {
    std::optional<pid_t> pid;  ///< absent when it does not run
    std::vector<std::string> command;
    std::optional<int> exit_code;
    bool ready = false;
    int restarts = 0;
  };
  struct current_match {
    std::string state = "none";  ///< "none", "running", "ended"
    std::string id;
    std::optional<base::duration> running_for;
    std::string metadata;  ///< the text of a JSON object, or empty
  };
  struct self_stop_state {
    int attempts = 0;
    bool in_flight = false;
    std::optional<base::duration> next_attempt_in;
  };
  struct platform_view {
    bool present = false;  ///< ARBITRIUM_* variables were injected
    std::string request_id;
    std::string source;  ///< "context", "status", "none"
    std::string
        status;  ///< the platform's last word: "ready", "terminating", …; empty when it has said nothing yet
    std::optional<base::duration> age;  ///< of that word
    std::string last_error;
  };

  std::string phase;
  base::duration phase_for{};
  std::optional<ending> end;
  game_process game;
  current_match match;
  std::string presence;
  int players = 0;
  std::vector<detector> detectors;
  bool dry_run = false;
  std::vector<timer> timers;
  std::vector<hold> holds;
  std::optional<base::duration> empty_stop_in;  ///< while the empty window runs
  std::optional<base::duration> drain_ends_in;  ///< while draining: then the tree is killed
  self_stop_state self_stop;
  platform_view platform;
  std::string version;
  pid_t agent_pid = 0;
  base::duration uptime{};
  int orphans_reaped = 0;
  std::uint64_t seq = 0;  ///< of the last event: it grows with every change
};

/// The phases there are, for the metrics and the schema.
inline constexpr std::array<std::string_view, 6> phases{"starting", "running",   "draining",
                                                        "stopping", "lingering", "done"};

/// The answer of GET /v1/status. Durations are whole milliseconds in members that end in `_ms`; what is
/// absent is null.
boost::json::value to_json(const snapshot& seen);

}  // namespace gamekeeper::control
