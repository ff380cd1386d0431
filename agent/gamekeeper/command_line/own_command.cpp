#include "gamekeeper/command_line/own_command.hpp"

#include <algorithm>
#include <iterator>

namespace gamekeeper::command_line {

namespace {

constexpr std::string_view program = "gamekeeper";

bool is_our_program(std::string_view path) {
  return path.substr(path.rfind('/') + 1) == program;  // npos + 1 is 0: the whole
}

bool begins_a_command(std::span<const command> table, std::string_view word) {
  if (word == "--help" || word == "-h" || word == "--version") return true;
  return std::any_of(table.begin(), table.end(), [word](const command& each) {
    return each.name.substr(0, each.name.find(' ')) == word;
  });
}

}  // namespace

std::span<const std::string> find_own_command(std::span<const command> table,
                                              std::span<const std::string> game) {
  if (game.size() < 2 || !is_our_program(game[0]) || !begins_a_command(table, game[1])) return {};
  return game.subspan(1);
}

void take_over(given& own, given outer) {
  own.settings.merge(std::move(outer.settings));
  own.values.merge(std::move(outer.values));
  own.problems.insert(own.problems.begin(), std::make_move_iterator(outer.problems.begin()),
                      std::make_move_iterator(outer.problems.end()));
}

}  // namespace gamekeeper::command_line
