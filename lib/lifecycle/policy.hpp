#pragma once

#include "lifecycle/types.hpp"

#include <csignal>
#include <cstdint>
#include <optional>
#include <vector>

namespace gamekeeper::lifecycle {

/// One rung of the ladder by which the game is asked to end.
struct rung {
  duration after{};                 ///< since the game was asked to end
  int signal = SIGTERM;             ///< 0: something else, which the shell knows by the rung's index
  bool asks_by_stop_signal = true;  ///< it is SIGTERM, whatever that is rewritten to
};

/// The times and abilities that decide how a deployment ends. Fixed for one run.
struct policy {
  /// Whether the SIGTERM that arrives comes from a platform whose kill timer then runs. Off the platform a
  /// SIGTERM gets the game's own grace: whoever runs the container knows when to lose patience.
  bool on_platform = false;
  /// Whether there is an address and a token to stop the deployment with. Without them an end is just an
  /// exit.
  bool can_self_stop = false;
  /// Decide and say so, but never end the game nor stop the deployment.
  bool dry_run = false;

  // Is anyone there?
  std::optional<duration> empty_after =
      std::chrono::seconds(60);              ///< nobody for so long after somebody was; none: never
  std::optional<duration> first_join_after;  ///< nobody for so long, and nobody before; none: never
  duration min_uptime{};                     ///< before that no idle server and no ended match ends us
  bool many_matches = false;                 ///< the end of a match is not the end of the server
  std::optional<duration> match_max;         ///< one match may take so long
  std::optional<duration> uptime_max;        ///< since the agent started
  /// What is kept of the platform's own limit, once that is known, to end before it does. None: its limit is
  /// left to it.
  std::optional<duration> platform_limit_margin = std::chrono::minutes(2);
  duration uptime_warning = std::chrono::minutes(10);  ///< before either limit
  /// Before an idle server is ended somebody looks once more: what the detectors say may be minutes old.
  bool look_before_idle_end = false;
  duration look_retry = std::chrono::seconds(30);  ///< until a look that was never taken is asked for again
  duration look_again_within{};  ///< after a pause of the agent, for every detector to look again
  bool veto = false;             ///< a hook is asked before an idle server is ended
  duration veto_retry = std::chrono::seconds(30);  ///< after "not yet"
  duration veto_max = std::chrono::minutes(10);  ///< since it was asked first: then it is not asked any more

  // The game's start, and what its own end leads to.
  bool wait_for_ready = false;                    ///< else it is ready when it is there
  std::optional<duration> ready_within;           ///< with wait_for_ready
  std::optional<duration> watchdog;               ///< without a sign of life for so long it hangs
  int hang_signal = SIGABRT;                      ///< for a core or a stack trace
  duration hang_grace = std::chrono::seconds(5);  ///< between that signal and SIGKILL
  /// The end of the game within so long after the kernel killed something for memory is put down to that, whatever
  /// a script around the server makes of it. Later, only the code that says so is.
  duration memory_kill_lasts = std::chrono::seconds(10);
  after_drain on_exit = after_drain::self_stop;
  after_drain on_crash = after_drain::self_stop;  ///< also after a hang
  after_drain when_spent = after_drain::self_stop;
  int restart_budget = 3;  ///< so many within restart_window
  duration restart_window = std::chrono::minutes(10);
  duration restart_wait_min = std::chrono::seconds(1);  ///< doubles with every restart in the window
  duration restart_wait_max = std::chrono::minutes(1);

  // Ending the game.
  std::vector<rung> ladder{rung{}};  ///< sorted by `after`; fits into whatever grace there is
  int terminate_signal = SIGTERM;  ///< what the game gets of a SIGTERM that comes while it drains; 0: nothing
  bool wait_for_tree = true;       ///< the game's other processes have until the deadline too
  duration drain_grace = std::chrono::seconds(30);   ///< for the game to save, when we decide
  duration extension_max = std::chrono::minutes(5);  ///< all that a game can add to a grace or a ready time
  duration kill_wait = std::chrono::seconds(5);      ///< for processes to die of SIGKILL
  duration platform_kill_after = std::chrono::seconds(5);  ///< from the platform's SIGTERM to its SIGKILL
  duration platform_kill_margin =
      std::chrono::milliseconds(500);  ///< kept of that, to kill the tree and to report

  // Stopping the deployment.
  duration retry_min = std::chrono::milliseconds(500);  ///< between two attempts
  duration retry_max = std::chrono::seconds(30);
  /// A refusal of the stop is believed when it is repeated after so long: a proxy can refuse as well.
  duration refusal_lasts = std::chrono::seconds(10);
  duration resend_every = std::chrono::seconds(60);  ///< while lingering
  duration linger_max = std::chrono::minutes(15);    ///< for the platform's SIGTERM to come, once it said yes

  std::uint64_t seed = 1;  ///< of the jitter between attempts
};

}  // namespace gamekeeper::lifecycle
