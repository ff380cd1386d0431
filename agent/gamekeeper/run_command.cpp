#include "gamekeeper/run_command.hpp"

#include "gamekeeper/command_line/print.hpp"
#include "gamekeeper/run/run.hpp"

#include <algorithm>

namespace gamekeeper {

namespace {

constexpr std::string_view dry_run = "policy.dry_run";

/// Whoever meant to rehearse and mistyped it must not see players sent away.
bool may_mean_to_rehearse(const command_line::given& what) {
  return !what.settings.contains(std::string(dry_run)) &&
         std::any_of(what.problems.begin(), what.problems.end(),
                     [](const auto& each) { return each.key == dry_run; });
}

settings::problem problem_of(std::string message) {
  settings::problem of_option;
  of_option.where.from = settings::origin::layer::flag;
  of_option.message = std::move(message);
  return of_option;
}

}  // namespace

int run_command(const command_line::given& what) {
  if (what.game.empty()) {
    for (const auto& each : what.problems) command_line::print_error("gamekeeper: " + each.message + "\n");
    command_line::print_error(
        "gamekeeper: no command to run; give it behind --, e.g. gamekeeper run -- ./server -port 7777\n");
    return 2;
  }
  run::run_request request;
  request.flags = what.settings;
  if (auto config = what.text("--config"); !config.empty()) request.config_file = std::move(config);
  for (const auto& each : what.problems) request.problems.push_back(problem_of(each.message));
  if (may_mean_to_rehearse(what)) {
    request.flags[std::string(dry_run)] = "on";
    request.problems.push_back(
        problem_of("policy.dry_run seems to be meant, so the agent rehearses: it ends nothing"));
  }
  request.command = what.game;
  return run::run(request, *what.signals);
}

}  // namespace gamekeeper
