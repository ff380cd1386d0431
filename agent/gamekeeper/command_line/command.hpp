#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::process {
class signal_block;
}

namespace gamekeeper::command_line {

/// An option, or a word that a command takes by its place.
struct argument {
  std::string_view name;   ///< "--reason"; of a word by its place "id"
  std::string_view value;  ///< what stands for the value in the help: "TEXT"; empty: a switch, which has none
  std::string_view help;
  bool required = false;
  /// What is wrong with a value; null: nothing.
  std::optional<std::string> (*wrong)(const std::string& value) = nullptr;
  std::string_view short_name = {};  ///< "-f"
  bool repeatable = false;           ///< may be given again: the values follow each other, a comma between
};

/// An option that is not used, of a command that starts its game all the same.
struct option_problem {
  std::string message;   ///< "--drain-grcae is no option of run, did you mean --drain-grace?"
  std::string_view key;  ///< of the setting that seems to be meant; empty: none
};

/// What the command line says.
struct given {
  std::map<std::string_view, std::string> values;  ///< an argument's name -> its value; empty of a switch
  std::map<std::string, std::string> settings;     ///< a setting's key -> its text
  std::vector<std::string> game;                   ///< the command to run
  std::vector<option_problem> problems;            ///< only of a command that starts_anyway
  /// Held back since the start of the program; null unless the command is the one that runs a game.
  const process::signal_block* signals = nullptr;

  bool has(std::string_view name) const { return values.contains(name); }
  /// Empty when it was not given.
  std::string text(std::string_view name) const {
    const auto found = values.find(name);
    return found == values.end() ? std::string() : found->second;
  }
};

/// One command of the program. The table of them is all there is to know for parsing and for the help.
struct command {
  std::string_view name;          ///< one word, or two where several commands belong together: "match end"
  std::string_view help;          ///< one sentence without its full stop
  int (*act)(const given& what);  ///< gives the exit code
  std::span<const argument> words = {};    ///< by their place; one that is not required comes last
  std::span<const argument> options = {};  ///< its own
  std::span<const argument> common = {};   ///< those that it shares with other commands
  bool takes_settings = false;             ///< every setting of the settings table is an option of it
  /// Its options end at "--" or at the first word that is none: what follows is the game's command.
  bool takes_game = false;
  /// What is wrong with an option is no reason to refuse: it is a problem, and the option is left out. A game is not
  /// left alone for a slip of the finger.
  bool starts_anyway = false;
};

}  // namespace gamekeeper::command_line
