// Writes what the programs' own tables say as manual pages, completion scripts and the table of settings. A program of
// the build: nothing of it is in the others.
#include "../emulator/options.hpp"
#include "fleet/command_line.hpp"
#include "manual/page.hpp"

#include <fstream>
#include <iostream>
#include <optional>

namespace manual = gamekeeper::manual;

namespace {

std::optional<manual::page> page_named(const std::string& program) {
  if (program == "gamekeeper") return manual::agent_page();
  if (program == "gamekeeper-fleet") {
    gamekeeper::fleet::command_line line("");
    return manual::page_of(line.app());
  }
  if (program == "gamekeeper-emulator") {
    gamekeeper::emulator_program::given_options given;
    CLI::App app;
    add_options(app, given);
    return manual::page_of(app);
  }
  return std::nullopt;
}

std::string text_for(const std::vector<std::string>& words) {
  if (words.size() == 1 && words[0] == "settings") return manual::settings_document();
  const auto page = words.size() == 2 ? page_named(words[1]) : std::nullopt;
  if (!page) return {};
  return words[0] == "man" ? manual::manual_page(*page) : manual::completion(*page, words[0]);
}

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const auto file = words.empty() ? std::string() : words.back();
  if (!words.empty()) words.pop_back();
  const auto text = text_for(words);
  if (text.empty()) {
    std::cerr << "usage: gamekeeper-manual settings FILE\n"
                 "       gamekeeper-manual man|bash|zsh|fish PROGRAM FILE\n";
    return 2;
  }
  std::ofstream out(file, std::ios::binary);
  out << text << std::flush;
  if (out) return 0;
  std::cerr << "gamekeeper-manual: " << file << " cannot be written\n";
  return 1;
}
