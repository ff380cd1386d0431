#pragma once

#include "gamekeeper/command_line/command.hpp"

namespace gamekeeper {

/// Every command of the program, in the order of the help.
std::span<const command_line::command> commands() noexcept;

}  // namespace gamekeeper
