#include "gamekeeper/config_command.hpp"

#include "settings/screens.hpp"

#include <algorithm>
#include <iostream>

namespace gamekeeper {

namespace {

void print_problems(const settings::loaded& loaded) {
  for (const auto& each : loaded.problems) {
    const bool wrong = each.weight == settings::problem::severity::error;
    std::cerr << (wrong ? "error: " : "warning: ") << each.describe() << "\n";
  }
}

}  // namespace

int config_check(const settings::sources& from) {
  const auto loaded = settings::load(from);
  print_problems(loaded);
  const auto errors = std::count_if(loaded.problems.begin(), loaded.problems.end(), [](const auto& each) {
    return each.weight == settings::problem::severity::error;
  });
  if (errors > 0) {
    std::cerr << errors << (errors == 1 ? " error" : " errors") << "\n";
    return 2;
  }
  std::cout << "the settings are fine" << (from.file ? ": " + from.file->path : "") << "\n";
  return 0;
}

int config_default() {
  std::cout << settings::annotated_default();
  return 0;
}

int config_show(const settings::sources& from) {
  const auto loaded = settings::load(from);
  print_problems(loaded);
  std::cout << settings::show(loaded);
  return 0;
}

}  // namespace gamekeeper
