// The entrypoint of a game server's container, and the command line that talks to it.
#include "gamekeeper/command_line/help.hpp"
#include "gamekeeper/command_line/parse.hpp"
#include "gamekeeper/command_line/print.hpp"
#include "gamekeeper/commands.hpp"
#include "process/signals.hpp"
#include "process/standard_streams.hpp"
#include "version.hpp"

#include <algorithm>
#include <memory>

namespace gamekeeper {

namespace {

std::string help_for(const command_line::wish& wish) {
  if (wish.chosen) return command_line::command_help(*wish.chosen);
  return wish.group.empty() ? command_line::program_help(commands())
                            : command_line::group_help(commands(), wish.group);
}

int parse_and_act(const std::vector<std::string>& words, const process::signal_block* signals) {
  auto wish = command_line::parse(commands(), words);
  if (!wish) {
    command_line::print_error("gamekeeper: " + wish.error().message() + "\n");
    return 2;
  }
  switch (wish->what) {
    case command_line::wish::kind::help:
      command_line::print(help_for(*wish));
      return 0;
    case command_line::wish::kind::version:
      command_line::print(version_text("gamekeeper") + "\n");
      return 0;
    case command_line::wish::kind::act:
      break;
  }
  wish->said.signals = signals;
  return wish->chosen->act(wish->said);
}

}  // namespace

}  // namespace gamekeeper

int main(int argc, char** argv) {
  // Before anything else, and only for the entrypoint: from here on no signal is lost, and the other commands
  // stay interruptible.
  const bool runs_a_game = argc > 1 && std::string_view(argv[1]) == "run";
  if (runs_a_game) gamekeeper::process::open_closed_streams();
  std::unique_ptr<gamekeeper::process::signal_block> signals;
  if (runs_a_game) signals = std::make_unique<gamekeeper::process::signal_block>();
  return gamekeeper::parse_and_act({argv + 1, argv + std::max(argc, 1)}, signals.get());
}
