#pragma once

#include "gamekeeper/command_line/command.hpp"

namespace gamekeeper::command_line {

/// The words of our own command line that stand where a game's command was expected: "check -- ./server" of
/// `gamekeeper run -- gamekeeper check -- ./server`, which ENTRYPOINT ["gamekeeper", "run", "--"] makes of
/// `docker run IMAGE gamekeeper check -- ./server`. Empty: it is a game.
std::span<const std::string> find_own_command(std::span<const command> table,
                                              std::span<const std::string> game);

/// Gives `own` the settings and options that were said in front of it, as far as it has none of its own.
void take_over(given& own, given outer);

}  // namespace gamekeeper::command_line
