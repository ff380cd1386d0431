#pragma once

#include "lifecycle/policy.hpp"
#include "lifecycle/types.hpp"

#include <optional>
#include <random>
#include <string>
#include <vector>

namespace gamekeeper::lifecycle {

/// Why the deployment has to stay up, for a while.
struct hold {
  std::string id;
  std::string reason;
  time_point until{};
};

/// Everything that the decisions depend on. Plain data, so that a status page can read it and a test can
/// print it; only step() changes it.
struct state {
  policy rules;
  phase now_in = phase::starting;
  time_point phase_since{};
  time_point began{};  ///< when the agent started

  duration
      paused{};  ///< how long the agent stood still, in all; not a part of the time that passed since began
  std::optional<time_point> resumed_at;  ///< after the last pause

  // The end, once there is one.
  std::optional<verdict> why;
  std::string reason;
  std::optional<int> stop_signal;     ///< the game gets it in place of the ladder's SIGTERM
  bool platform_end_doubted = false;  ///< said that the platform has done with us, under players
  bool platform_stops_us = false;     ///< its SIGTERM has arrived: no self-stop
  after_drain then = after_drain::self_stop;

  // The game.
  enum class process { absent, spawning, alive };
  process game = process::spawning;
  bool anything_left = false;    ///< a process of the game, or an orphan of it
  std::optional<int> exit_code;  ///< of the game's main process, when it ended last
  std::optional<time_point> ready_deadline;
  std::optional<time_point> ready_cap;  ///< no extension goes beyond

  // Starting it again.
  std::vector<time_point> recent_restarts;  ///< within rules.restart_window
  int restarts = 0;
  std::optional<time_point> next_start;

  // Does it live?
  std::optional<duration> watchdog;
  time_point last_sign{};
  bool hung = false;
  std::string hang_reason;
  std::optional<time_point> hang_kill_at;
  std::optional<time_point> memory_killed_at;  ///< last, of this game

  // Is anyone there?
  presence occupancy = presence::unknown;
  int players = 0;
  bool players_seen = false;
  std::optional<time_point> none_since;
  std::optional<time_point> match_since;  ///< while a match runs
  /// The match has ended, and something keeps the server up.
  struct match_over_since {
    time_point since{};
    std::string reason;
  };
  std::optional<match_over_since> match_over;

  // What keeps it up, and who wants it down.
  std::vector<hold> holds;
  /// Somebody wants it to end as soon as nobody plays, and in any case then.
  struct drain_wish {
    std::string reason;
    time_point by{};
  };
  std::optional<drain_wish> wish;
  std::optional<time_point> look_asked;  ///< somebody was asked to look once more, and has not yet
  std::optional<time_point> looked_at;
  bool veto_in_flight = false;
  std::optional<time_point> veto_since;  ///< when the hook was asked first about this end
  std::optional<time_point> veto_again;  ///< when to ask once more
  std::vector<verdict> rehearsed;        ///< dry_run: said, and its cause still there
  std::optional<time_point> platform_limit;
  bool uptime_warned = false;

  // Draining.
  std::optional<time_point> drain_deadline;
  std::optional<time_point> drain_cap;       ///< no extension goes beyond
  std::optional<time_point> next_terminate;  ///< when what was sent no signal gets SIGTERM
  bool rest_terminated = false;              ///< that has been, once at least
  std::optional<time_point> next_kill;
  std::optional<time_point> kill_give_up;
  std::size_t next_rung = 0;
  time_point ladder_since{};  ///< the ladder's zero, or when it was last fitted into a shorter time
  duration ladder_offset{};   ///< how far up the ladder was then
  double ladder_scale = 1;    ///< below 1: squeezed into the grace there is

  // Stopping.
  int self_stop_attempts = 0;
  bool self_stop_in_flight = false;
  int failures_in_a_row = 0;
  std::optional<time_point> refused_at;  ///< since when every answer has been a refusal
  std::optional<time_point> next_attempt;
  std::optional<time_point> linger_until;

  std::minstd_rand jitter;

  bool game_alive() const noexcept { return game == process::alive; }
};

}  // namespace gamekeeper::lifecycle
