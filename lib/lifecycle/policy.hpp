#pragma once

#include "lifecycle/types.hpp"

#include <csignal>
#include <cstdint>
#include <optional>
#include <vector>

namespace gamekeeper::lifecycle {

/// One rung of the ladder by which the game is asked to end.
struct ladder_step {
  duration after{};                 ///< since the game was asked to end
  int signal = SIGTERM;             ///< 0: something else, which the caller knows by the rung's index
  bool asks_by_stop_signal = true;  ///< it is SIGTERM, whatever that is rewritten to
};

struct occupancy_policy {
  /// Nobody for so long after somebody was; none: never.
  std::optional<duration> empty_after = std::chrono::seconds(60);
  /// Nobody for so long, and nobody before; none: never.
  std::optional<duration> first_join_after;
};

struct match_policy {
  bool has_many = false;        ///< the end of a match is not the end of the server
  std::optional<duration> max;  ///< one match may take so long
};

struct uptime_policy {
  duration min{};               ///< before that no idle server and no ended match ends us
  std::optional<duration> max;  ///< since the agent started
  /// What is kept of the platform's own limit, once that is known, to end before it does. None: its limit is
  /// left to it.
  std::optional<duration> platform_margin = std::chrono::minutes(2);
  duration warn_before = std::chrono::minutes(10);  ///< before either limit
};

/// Before an idle server is ended somebody looks once more: what the detectors say may be minutes old.
struct recheck_policy {
  bool is_enabled = false;
  duration retry = std::chrono::seconds(30);  ///< until a look that was never taken is asked for again
  duration after_pause{};  ///< after a pause of the agent, for every detector to look again
};

/// A hook is asked before an idle server is ended.
struct veto_policy {
  bool is_enabled = false;
  duration retry = std::chrono::seconds(30);  ///< after "not yet"
  duration max = std::chrono::minutes(10);    ///< since it was asked first: then it is not asked any more
};

struct readiness_policy {
  bool is_awaited = false;          ///< else the game is ready when it is there
  std::optional<duration> timeout;  ///< with is_awaited
};

struct watchdog_policy {
  std::optional<duration> timeout;           ///< without a sign of life for so long it hangs
  int signal = SIGABRT;                      ///< for a core or a stack trace
  duration grace = std::chrono::seconds(5);  ///< between that signal and SIGKILL
};

/// What the game's own end leads to.
struct game_policy {
  /// The end of the game within so long after the kernel killed something for memory is put down to that, whatever
  /// a script around the server makes of it. Later, only the code that says so is.
  duration memory_kill_lasts = std::chrono::seconds(10);
  after_drain on_exit = after_drain::self_stop;
  after_drain on_crash = after_drain::self_stop;  ///< also after a hang
};

struct restart_policy {
  int budget = 3;  ///< so many within `window`
  duration window = std::chrono::minutes(10);
  duration wait_min = std::chrono::seconds(1);  ///< doubles with every restart in the window
  duration wait_max = std::chrono::minutes(1);
  after_drain on_budget_exhausted = after_drain::self_stop;
};

/// Ending the game.
struct drain_policy {
  int terminate_signal = SIGTERM;  ///< what the game gets of a SIGTERM that comes while it drains; 0: nothing
  bool wait_for_tree = true;       ///< the game's other processes have until the deadline too
  duration grace = std::chrono::seconds(30);               ///< for the game to save, when we decide
  duration kill_wait = std::chrono::seconds(5);            ///< for processes to die of SIGKILL
  duration platform_kill_after = std::chrono::seconds(5);  ///< from the platform's SIGTERM to its SIGKILL
  /// Kept of that, to kill the tree and to report.
  duration platform_kill_margin = std::chrono::milliseconds(500);
};

/// Stopping the deployment.
struct self_stop_policy {
  duration retry_min = std::chrono::milliseconds(500);  ///< between two attempts
  duration retry_max = std::chrono::seconds(30);
  /// A refusal of the stop is believed when it is repeated after so long: a proxy can refuse as well.
  duration refusal_lasts = std::chrono::seconds(10);
  duration resend_every = std::chrono::seconds(60);  ///< while lingering
  duration linger_max = std::chrono::minutes(15);    ///< for the platform's SIGTERM to come, once it said yes
  std::uint64_t seed = 1;                            ///< of the jitter between attempts
};

/// The times and abilities that decide how a deployment ends, by subject as in the state. Fixed for one run.
struct policy {
  /// Whether the SIGTERM that arrives comes from a platform whose kill timer then runs. Off the platform a
  /// SIGTERM gets the game's own grace: whoever runs the container knows when to lose patience.
  bool on_platform = false;
  /// Whether there is an address and a token to stop the deployment with. Without them an end is just an
  /// exit.
  bool can_self_stop = false;
  /// Decide and say so, but never end the game nor stop the deployment.
  bool dry_run = false;
  /// All that a game can add to a grace or a ready time.
  duration extension_max = std::chrono::minutes(5);

  game_policy game;
  readiness_policy readiness;
  restart_policy restarts;
  watchdog_policy watchdog;

  occupancy_policy occupancy;
  match_policy match;
  recheck_policy recheck;
  veto_policy veto;
  uptime_policy uptime;

  std::vector<ladder_step> ladder{ladder_step{}};  ///< sorted by `after`; fits into whatever grace there is
  drain_policy drain;
  self_stop_policy self_stop;
};

}  // namespace gamekeeper::lifecycle
