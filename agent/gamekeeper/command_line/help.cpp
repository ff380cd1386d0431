#include "gamekeeper/command_line/help.hpp"

#include "settings/screens.hpp"

#include <algorithm>

namespace gamekeeper::command_line {

namespace {

constexpr argument help_option{
    .name = "--help", .value = "", .help = "Print this and exit", .short_name = "-h"};
constexpr argument version_option{.name = "--version", .value = "", .help = "Print the version and exit"};

/// Lines of two columns; what is too wide for the first has its text on the next line.
std::string columns(const std::vector<std::pair<std::string, std::string>>& rows) {
  constexpr std::size_t widest = 30;
  std::size_t width = 0;
  for (const auto& [left, right] : rows)
    if (left.size() <= widest) width = std::max(width, left.size());
  std::string lines;
  for (const auto& [left, right] : rows) {
    lines.append("  ").append(left);
    if (left.size() > width)
      lines.append("\n").append(width + 4, ' ');
    else
      lines.append(width + 2 - left.size(), ' ');
    lines.append(right).append("\n");
  }
  return lines;
}

std::pair<std::string, std::string> row(const argument& one) {
  std::string left(one.short_name);
  left.append(left.empty() ? "" : ", ").append(one.name);
  if (!one.value.empty()) left.append(" ").append(one.value);
  return {left, std::string(one.help) + (one.required ? " (has to be given)" : "")};
}

std::string options_of(std::initializer_list<std::span<const argument>> all) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto options : all)
    for (const auto& each : options) rows.push_back(row(each));
  return "\nOptions:\n" + columns(rows);
}

template <class Chosen>
std::string commands_of(std::span<const command> table, Chosen chosen) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const auto& each : table)
    if (chosen(each.name)) rows.emplace_back(each.name, each.help);
  return "\nCommands:\n" + columns(rows);
}

}  // namespace

std::string program_help(std::span<const command> table) {
  constexpr argument options[] = {help_option, version_option};
  return "gamekeeper: the agent inside a dedicated game server's container\n"
         "Usage: gamekeeper COMMAND [OPTIONS]; gamekeeper COMMAND --help says more\n" +
         options_of({options}) + commands_of(table, [](std::string_view) { return true; }) +
         "\nExit codes: run gives the game's own (128+n for a signal, 127 not found, 126 not executable).\n"
         "The others: 0 done, 1 failed, 2 usage, 4 refused by the agent, 5 no agent there, 6 no answer in "
         "time.\n";
}

std::string group_help(std::span<const command> table, std::string_view group) {
  const std::string begin = std::string(group) + " ";
  return "Usage: gamekeeper " + begin + "COMMAND [OPTIONS]\n" +
         commands_of(table, [&begin](std::string_view name) { return name.starts_with(begin); });
}

std::string usage_line(const command& one) {
  std::string line = "gamekeeper " + std::string(one.name) + " [OPTIONS]";
  for (const auto& word : one.words)
    line.append(word.required ? " " : " [").append(word.value).append(word.required ? "" : "]");
  return one.takes_game ? line + " -- COMMAND [ARG...]" : line;
}

std::string command_help(const command& one) {
  std::string text = std::string(one.help) + "\nUsage: " + usage_line(one) + "\n";
  if (one.starts_anyway)
    text +=
        "An option that is wrong is left out, and said in the log; the game starts.\n"
        "One word is refused: behind an unknown option, when it can be its value or the\n"
        "game's COMMAND. Write -- in front of COMMAND.\n";
  if (!one.words.empty()) {
    std::vector<std::pair<std::string, std::string>> rows;
    for (const auto& word : one.words) rows.emplace_back(word.value, word.help);
    text += "\nWords:\n" + columns(rows);
  }
  text += options_of({std::span(&help_option, 1), one.options, one.common});
  return one.takes_settings ? text + "\nSettings:\n" + settings::help_text() : text;
}

}  // namespace gamekeeper::command_line
