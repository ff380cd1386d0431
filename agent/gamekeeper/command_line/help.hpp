#pragma once

#include "gamekeeper/command_line/command.hpp"

namespace gamekeeper::command_line {

/// What `gamekeeper --help` prints: every command, a line each, and the exit codes.
std::string program_help(std::span<const command> table);

/// What `gamekeeper match --help` prints: the commands that begin with that word.
std::string group_help(std::span<const command> table, std::string_view group);

/// What `gamekeeper hold --help` prints.
std::string command_help(const command& one);

/// "gamekeeper hold [OPTIONS] ID"
std::string usage_line(const command& one);

}  // namespace gamekeeper::command_line
