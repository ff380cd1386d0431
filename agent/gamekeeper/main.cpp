// The entrypoint of a game server's container, and the command line that talks to it.
#include "gamekeeper/command_line/help.hpp"
#include "gamekeeper/command_line/own_command.hpp"
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

int print_text_of(const command_line::wish& wish) {
  command_line::print(wish.what == command_line::wish::kind::help ? help_for(wish)
                                                                  : version_text("gamekeeper") + "\n");
  return 0;
}

int act(command_line::wish& wish, const process::signal_block* signals) {
  if (wish.chosen->starts_anyway) {
    wish.said.signals = signals;
  } else {
    if (signals) signals->undo();
    for (const auto& each : wish.said.problems)
      command_line::print_error("gamekeeper: " + each.message + "\n");
  }
  return wish.chosen->act(wish.said);
}

/// A command of ours in the place of a game is no game: the agent steps aside for it, and what was said to the agent
/// counts for it.
int parse_and_act(std::vector<std::string> words, const process::signal_block* signals) {
  command_line::given outer;
  while (true) {
    auto wish = command_line::parse(commands(), words);
    if (!wish) {
      command_line::print_error("gamekeeper: " + wish.error().message() + "\n");
      return 2;
    }
    if (wish->what != command_line::wish::kind::act) return print_text_of(*wish);
    command_line::take_over(wish->said, std::move(outer));
    const auto own = command_line::find_own_command(commands(), wish->said.game);
    if (own.empty() || !wish->chosen->starts_anyway) return act(*wish, signals);
    words.assign(own.begin(), own.end());
    outer = std::move(wish->said);
  }
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
