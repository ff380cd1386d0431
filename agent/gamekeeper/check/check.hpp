#pragma once

#include "gamekeeper/check/port_request.hpp"
#include "settings/load.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// `gamekeeper check -- COMMAND`: plays deployments of a game against a built-in platform, and tells what would go
/// wrong there. The agent that runs the game is the real one.
///   port_request.hpp   the ports of the app version, as they are given on the command line
///   fake_platform.hpp  what a deployment sees of the platform: its variables, its context, its self-stop
///   launch.hpp         starts the agent, on a root that cannot be written to if wanted
///   watched_tree.hpp   what the game's processes are, hold and use, from /proc
///   watched_output.hpp what the game prints: its last lines, and secrets
///   play.hpp           one deployment from start to end, and what was seen of it
///   detector_answers.hpp  what the detectors of the agent know of it, and what is to be said of that
///   judge.hpp          what is to be said of that
namespace gamekeeper::check {

struct check_options {
  settings::sources from;  ///< what a run with the same flags would read
  std::vector<port_request> ports;
  std::optional<std::uint64_t> memory_mb;  ///< of the app version; nothing: not compared
  base::duration ready_within{60'000};     ///< for the ports to be bound and the game to be ready
  base::duration watch_for{3'000};         ///< once it is
  base::duration timeout{300'000};         ///< for everything
  bool root_must_be_read_only = false;     ///< a game that needs a writable root has failed
  bool json = false;                       ///< on stdout, in place of the lines
  std::string junit;                       ///< a file, or "-" for stdout; empty: none
  std::vector<std::string> command;
};

/// 0 when nothing failed, 1 when something did, 2 when it could not be tried, 128+n after a signal. Nothing
/// that it started is left running.
int check(const check_options& wanted);

}  // namespace gamekeeper::check
