#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "occupancy/detector_spec.hpp"
#include "process/resource_limit.hpp"
#include "process/signal_policy.hpp"
#include "settings/ladder_step.hpp"
#include "settings/listen_address.hpp"
#include "settings/ready_condition.hpp"
#include "telemetry/hook.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::settings {

/// Where a file or socket is to be: the agent chooses, nowhere, or at `path`.
struct location {
  enum class choice { automatic, off, path };
  choice what = choice::automatic;
  std::string path;  ///< absolute; only with choice::path

  /// The path to use, or nothing when it is off. `file_name` is what the agent calls it when it chooses: in
  /// /run when that can be written to, else in /tmp.
  std::optional<std::string> resolve(std::string_view file_name) const;
  friend bool operator==(const location&, const location&) = default;
};

inline constexpr std::string_view control_socket_name = "gamekeeper.sock";
inline constexpr std::string_view state_file_name = "gamekeeper.state.json";

/// Whether the agent takes orphans in: automatic means unless it is PID 1, which gets them anyway.
enum class subreaper_choice { automatic, on, off };

/// What the game's own end leads to.
enum class end_action { stop, restart, exit };

/// What counts as a sign of life.
enum class watchdog_source { off, game, log };

/// A file whose placeholders are filled in before the game starts; both absolute, and the same when it is
/// changed in place.
struct template_file {
  std::string source;
  std::string destination;
  friend bool operator==(const template_file&, const template_file&) = default;
};

/// Who tells the agent how its deployment is.
enum class platform_source { automatic, context, status, off };

/// The settings as values. The ranges and defaults stand in the table (setting.hpp) alone; load() fills every
/// field.
struct agent_settings {
  struct control_group {
    location socket;
    friend bool operator==(const control_group&, const control_group&) = default;
  };
  struct platform_group {
    platform_source source = platform_source::automatic;
    std::string api_url;     ///< no slash at the end
    std::string token_file;  ///< absolute, or empty: none
    std::string ca_file;     ///< absolute, or empty: the image's roots
    base::duration poll_interval{};
    int poll_jitter = 0;  ///< percent of poll_interval, either way
    int fleet_size = 0;   ///< 0: nobody knows
    base::duration request_timeout{};
    base::duration kill_after{};     ///< from the platform's SIGTERM to its SIGKILL
    base::duration kill_margin{};    ///< always less than kill_after
    std::optional<int> stop_signal;  ///< beside SIGTERM; nothing: the usual ones, on the platform
    friend bool operator==(const platform_group&, const platform_group&) = default;
  };
  struct occupancy_group {
    std::optional<base::duration> empty_after;  ///< nothing: an empty server is not ended
    std::optional<base::duration>
        first_join_after;  ///< nothing: a server that nobody ever joins is not ended
    base::duration reading_max_age{};
    std::vector<occupancy::detector_spec> detectors;
    base::duration query_interval{};
    base::duration query_timeout{};
    base::duration unknown_warn_after{};
    std::string log_join, log_leave;  ///< empty, or patterns that compile
    friend bool operator==(const occupancy_group&, const occupancy_group&) = default;
  };
  struct match_group {
    bool many = false;                  ///< the end of one is not the end of the server
    std::optional<base::duration> max;  ///< nothing: it may take as long as it likes
    friend bool operator==(const match_group&, const match_group&) = default;
  };
  struct uptime_group {
    std::optional<base::duration> max;
    base::duration min{};
    std::optional<base::duration> platform_margin;  ///< nothing: the platform's own limit is left to it
    base::duration warn_before{};
    friend bool operator==(const uptime_group&, const uptime_group&) = default;
  };
  struct policy_group {
    bool dry_run = false;
    friend bool operator==(const policy_group&, const policy_group&) = default;
  };
  struct veto_group {
    std::vector<std::string> command;  ///< empty: nobody is asked
    base::duration timeout{};
    base::duration retry{};
    base::duration max{};
    friend bool operator==(const veto_group&, const veto_group&) = default;
  };
  struct ready_group {
    ready_condition when;
    std::optional<base::duration> timeout;
    friend bool operator==(const ready_group&, const ready_group&) = default;
  };
  struct notify_group {
    bool socket = true;
    friend bool operator==(const notify_group&, const notify_group&) = default;
  };
  struct report_group {
    std::string file;        ///< absolute, or empty: none
    bool log_lines = false;  ///< the game's output goes through the agent, which keeps its last lines
    friend bool operator==(const report_group&, const report_group&) = default;
  };
  struct watchdog_group {
    watchdog_source source = watchdog_source::off;
    base::duration timeout{};
    int signal = 0;
    base::duration grace{};
    friend bool operator==(const watchdog_group&, const watchdog_group&) = default;
  };
  struct restart_group {
    end_action on_exit = end_action::stop;
    end_action on_crash = end_action::stop;
    end_action when_spent = end_action::stop;  ///< never restart
    int budget = 0;
    base::duration window{};
    base::duration wait_min{};  ///< never more than wait_max
    base::duration wait_max{};
    friend bool operator==(const restart_group&, const restart_group&) = default;
  };
  struct drain_group {
    base::duration grace{};
    base::duration extension_max{};
    std::vector<ladder_step> ladder;  ///< by time, at least one
    base::duration kill_wait{};
    bool wait_for_tree = true;  ///< else only for the main process
    friend bool operator==(const drain_group&, const drain_group&) = default;
  };
  struct exit_group {
    std::vector<int> remap;      ///< exit codes of the game that become 0
    std::optional<int> decided;  ///< after an end that the agent decided; nothing: the game's own
    friend bool operator==(const exit_group&, const exit_group&) = default;
  };
  struct game_group {
    std::string user;    ///< as process::find_user takes it; empty: the agent's own
    std::string folder;  ///< absolute; empty: where the agent was started
    bool no_new_privileges = false;
    std::vector<process::resource_limit> limits;
    std::vector<std::string> environment;  ///< NAME=VALUE
    std::vector<std::string> hide;         ///< NAME, or the beginning of names with '*' behind it
    bool expand = false;                   ///< placeholders in the command's arguments
    std::vector<template_file> templates;
    friend bool operator==(const game_group&, const game_group&) = default;
  };
  struct init_group {
    subreaper_choice subreaper = subreaper_choice::automatic;
    int parent_death = 0;  ///< sent to the agent when the process that started it ends; 0: none
    friend bool operator==(const init_group&, const init_group&) = default;
  };
  struct signal_group {
    process::signal_policy policy;
    std::optional<int> parent_death;  ///< sent to the game when the agent dies; 0: none; nothing: as init's
    bool keep_dispositions = false;
    friend bool operator==(const signal_group&, const signal_group&) = default;
  };
  struct stop_group {
    base::duration retry_min{};  ///< never more than retry_max
    base::duration retry_max{};
    base::duration resend_every{};
    base::duration linger_max{};
    friend bool operator==(const stop_group&, const stop_group&) = default;
  };
  struct state_group {
    location file;
    friend bool operator==(const state_group&, const state_group&) = default;
  };
  struct events_group {
    std::vector<telemetry::hook> hooks;
    friend bool operator==(const events_group&, const events_group&) = default;
  };
  struct metrics_group {
    std::optional<listen_address> listen;  ///< nothing: on the agent's socket alone
    friend bool operator==(const metrics_group&, const metrics_group&) = default;
  };
  struct log_group {
    base::log_level level = base::log_level::info;
    std::optional<base::log_format> format;  ///< nothing: text on a terminal, JSON otherwise
    friend bool operator==(const log_group&, const log_group&) = default;
  };

  control_group control;
  platform_group platform;
  occupancy_group occupancy;
  match_group match;
  uptime_group uptime;
  policy_group policy;
  veto_group veto;
  ready_group ready;
  notify_group notify;
  watchdog_group watchdog;
  restart_group restart;
  drain_group drain;
  exit_group exit;
  game_group game;
  init_group init;
  signal_group signal;
  stop_group stop;
  report_group report;
  state_group state;
  events_group events;
  metrics_group metrics;
  log_group log;
  friend bool operator==(const agent_settings&, const agent_settings&) = default;
};

}  // namespace gamekeeper::settings
