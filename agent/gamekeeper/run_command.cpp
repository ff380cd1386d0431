#include "gamekeeper/run_command.hpp"

#include "gamekeeper/command_line/print.hpp"
#include "gamekeeper/run/run.hpp"

namespace gamekeeper {

int run_command(const command_line::given& what) {
  if (what.game.empty()) {
    command_line::print_error(
        "gamekeeper: no command to run; give it behind --, e.g. gamekeeper run -- ./server -port 7777\n");
    return 2;
  }
  run::run_request request;
  request.flags = what.settings;
  if (auto config = what.text("--config"); !config.empty()) request.config_file = std::move(config);
  request.command = what.game;
  return run::run(request, *what.signals);
}

}  // namespace gamekeeper
