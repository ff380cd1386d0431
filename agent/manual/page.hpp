#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace CLI {
class App;
}

namespace gamekeeper::manual {

/// An option, or a word that a command takes by its place.
struct entry {
  std::vector<std::string> names;  ///< "-f", "--follow"; none of a word
  std::string value;               ///< "DURATION"; empty: a switch
  std::string help;
  std::vector<std::string> notes;  ///< "Default: 30s.", a line each
  std::vector<std::string> words;  ///< the values, where they are a fixed set
  bool required = false;

  /// A value is a file's or a folder's name.
  bool names_file() const { return value == "FILE" || value.ends_with("PATH"); }
};

struct command {
  std::string name;   ///< "match end"
  std::string usage;  ///< "gamekeeper match end [OPTIONS]"
  std::string help;
  std::vector<entry> words;
  std::vector<entry> options;
  bool takes_settings = false;
  bool takes_game = false;  ///< another program's command line follows "--"
};

/// What there is to know of a program: all that a manual page and a completion script say.
struct page {
  std::string name;  ///< "gamekeeper"
  std::string summary;
  std::string usage;
  std::vector<entry> options;  ///< of the program, before or among those of its commands
  std::vector<command> commands;
  std::vector<entry> settings;
  std::string notes;
};

/// From the agent's table of commands and its table of settings.
page agent_page();
/// From the options that CLI11 parses for another program.
page page_of(const CLI::App& app);

/// roff, as man(1) shows it.
std::string manual_page(const page& of);
/// A script for "bash", "zsh" or "fish"; empty for any other shell.
std::string completion(const page& of, std::string_view shell);
/// config/SETTINGS.md.
std::string settings_document();

}  // namespace gamekeeper::manual
