#pragma once

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
