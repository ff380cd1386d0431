#pragma once

#include "lifecycle/policy.hpp"
#include "lifecycle/types.hpp"

#include <cstddef>
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

/// How long the agent stood still.
struct pause_state {
  duration total{};                      ///< not a part of the time that passed since the agent began
  std::optional<time_point> resumed_at;  ///< after the last pause
};

/// The end, once there is one.
struct ending_state {
  std::optional<lifecycle::verdict> verdict;
  std::string reason;
  lifecycle::after_drain after_drain = lifecycle::after_drain::self_stop;
  std::optional<int> stop_signal;  ///< the game gets it in place of the ladder's SIGTERM
  bool platform_stops_us = false;  ///< its SIGTERM has arrived: no self-stop
  bool platform_doubted = false;   ///< said that the platform has done with us, under players
};

enum class game_process { absent, spawning, alive };
struct game_state {
  game_process process = game_process::spawning;
  bool has_descendants = false;                ///< a process of the game, or an orphan of it
  std::optional<int> exit_code;                ///< of the game's main process, when it ended last
  std::optional<time_point> memory_killed_at;  ///< last, of this game
};

struct readiness_state {
  std::optional<time_point> deadline;
  std::optional<time_point> cap;  ///< no extension goes beyond
};

struct restart_state {
  std::vector<time_point> recent;  ///< within rules.restarts.window
  int count = 0;
  std::optional<time_point> next_start;
};

struct watchdog_state {
  std::optional<duration> timeout;
  time_point last_heartbeat{};
  bool is_hung = false;
  std::string hang_reason;
  std::optional<time_point> kill_deadline;
};

/// Is anyone there?
struct occupancy_state {
  lifecycle::presence presence = lifecycle::presence::unknown;
  int players = 0;
  bool players_seen = false;
  std::optional<time_point> none_since;
};

/// A match that has ended while something keeps the server up.
struct finished_match {
  time_point since{};
  std::string reason;
};
struct match_state {
  std::optional<time_point> running_since;
  std::optional<finished_match> over;
};

/// Somebody wants the server to end as soon as nobody plays, and in any case then.
struct pending_drain {
  std::string reason;
  time_point by{};
};

/// One more look before an idle server is ended.
struct recheck_state {
  std::optional<time_point> requested_at;  ///< and not yet done
  std::optional<time_point> done_at;
};

struct veto_state {
  bool is_in_flight = false;
  std::optional<time_point> first_asked_at;  ///< about this end
  std::optional<time_point> ask_again_at;
};

struct uptime_state {
  std::optional<time_point> platform_limit;
  bool is_warned = false;
};

struct drain_state {
  std::optional<time_point> deadline;
  std::optional<time_point> cap;  ///< no extension goes beyond
  std::optional<time_point> next_kill;
  std::optional<time_point> give_up_at;  ///< what survives SIGKILL is left behind then
};

/// SIGTERM to what was sent no signal, ahead of SIGKILL.
struct notice_state {
  std::optional<time_point> next_at;
  bool is_given = false;  ///< once at least
};

struct ladder_state {
  std::size_t next_step = 0;
  time_point fitted_at{};  ///< the ladder's zero, or when it was last fitted into a shorter time
  duration offset{};       ///< how far up the ladder was then
  double scale = 1;        ///< below 1: squeezed into the grace there is
};

struct self_stop_state {
  int attempts = 0;
  bool is_in_flight = false;
  int failures_in_a_row = 0;
  std::optional<time_point> refused_since;  ///< every answer since then has been a refusal
  std::optional<time_point> next_attempt;
  std::optional<time_point> linger_until;
  std::minstd_rand jitter;
};

/// Everything that the decisions depend on, by subject: each belongs to the source of its name. Plain data, so that a
/// status page can read it and a test can print it; only step() changes it.
struct state {
  policy rules;
  lifecycle::phase phase = phase::starting;
  time_point phase_since{};
  time_point started_at{};  ///< when the agent started
  pause_state pause;

  game_state game;
  readiness_state readiness;
  restart_state restarts;
  watchdog_state watchdog;

  occupancy_state occupancy;
  match_state match;
  std::vector<hold> holds;
  std::optional<pending_drain> drain_request;
  recheck_state recheck;
  veto_state veto;
  uptime_state uptime;
  std::vector<verdict> dry_run_reported;  ///< and the cause is still there

  ending_state ending;
  drain_state drain;
  ladder_state ladder;
  notice_state notice;
  self_stop_state self_stop;

  bool game_alive() const noexcept { return game.process == game_process::alive; }
};

}  // namespace gamekeeper::lifecycle
