#pragma once

#include "gamekeeper/command_line/command.hpp"

namespace gamekeeper {

/// `gamekeeper run`; gives the game's exit code, or 2 when there is no command to run.
int run_command(const command_line::given& what);

}  // namespace gamekeeper
