#pragma once

#include "gamekeeper/command_line/command.hpp"
#include "settings/load.hpp"

namespace gamekeeper {

/// Where a command that takes settings finds them: its flags, the environment, the file.
settings::sources sources_of(const command_line::given& what);

/// `gamekeeper config check`: every problem, or that there is none. 0 without errors, else 2.
int config_check(const command_line::given& what);
/// `gamekeeper config default`: the commented file, every setting at its default.
int config_default(const command_line::given& what);
/// `gamekeeper config show`: every setting, its value, and where it came from. Problems go to stderr.
int config_show(const command_line::given& what);

}  // namespace gamekeeper
