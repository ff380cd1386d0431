#pragma once

/// `gamekeeper run`: the game, the core's decisions about it, and everything that carries them out. No part knows the
/// core or another part beyond what it is handed: it posts events, and the supervisor carries each effect to the part
/// whose it is.
///   supervisor.hpp         owns the parts; which effect goes where
///   lifecycle_driver.hpp   hands the core one event after the other, and sets its timer
///   event_sink.hpp         where parts post what happens
///   journal.hpp            says what happens, in the log and as events
///   game_process.hpp       the game: starts, signals, kills, ends
///   tree_monitor.hpp       whether something of the game is left
///   signal_forwarder.hpp   the agent's signals on their way to the game
///   occupancy_monitor.hpp  what the detectors say, combined
///   platform_monitor.hpp   what the platform says, and how urgently it is polled
///   poll_urgency.hpp       tells the watcher
///   self_stop.hpp          asks the platform to stop the deployment, until it is certain
///   game_messages.hpp      what the game says of itself
///   control_commands.hpp   what the local API can do
///   status_report.hpp      what it can see; startup_views.hpp what of that is known at the start
///   exit_report.hpp        what is left behind about the end
///   game_io.hpp            the seam to what belongs to the game; process_game_io.hpp the real one, which has
///   game_output.hpp        its output, readiness.hpp when it is there for players,
///   notify_bridge.hpp      $NOTIFY_SOCKET, which notify_sockets.hpp chooses,
///   stop_ladder.hpp        the steps that are no signals, and veto_hook.hpp who may put an end off
///   run_inputs.hpp         settings, variables, log; run_config.hpp what follows from them
///   runtime.hpp            what all of it stands on: the loop, time, tasks, telemetry
///   network_access.hpp     other machines; platform_link.hpp the platform among them; api_token.hpp its token
///   local_api.hpp          serves the unix socket and the metrics; game_usage.hpp what the game has used
///   detector_setup.hpp     the detectors that ask
///   event_hooks.hpp        brings events to hooks, by hook_transports.hpp, to hook_addresses.hpp
///   game_environment.hpp   the game's variables; placeholder_files.hpp what is filled in for it
///   start_warnings.hpp     what is wrong from the start

#include "process/signals.hpp"
#include "settings/problem.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// `gamekeeper run`: what was given on the command line.
struct run_request {
  std::map<std::string, std::string> flags;  ///< setting key -> text
  std::optional<std::string> config_file;
  std::vector<settings::problem> problems;  ///< of options that are not used
  std::vector<std::string> command;         ///< at least one word
};

/// Wires the rooms and runs the game until it has ended and the deployment is stopped. Gives the exit code.
/// `signals` must have been made first thing in main.
int run(const run_request& request, const process::signal_block& signals);

}  // namespace gamekeeper::run
