#pragma once

#include "base/error.hpp"
#include "gamekeeper/command_line/command.hpp"

namespace gamekeeper::command_line {

/// What a command line turned out to ask for.
struct wish {
  enum class kind { act, help, version };
  kind what = kind::act;
  const command* chosen = nullptr;  ///< null: help or version of the program as a whole
  std::string_view group;           ///< of the help: "match", for all commands that begin with it
  given said;
};

/// Options may stand before, between and behind the words, as "--name value" or "--name=value"; behind "--"
/// everything is a word. An error says what is wrong, and where to read on. `table` outlives what is given.
base::result<wish> parse(std::span<const command> table, const std::vector<std::string>& words);

}  // namespace gamekeeper::command_line
