#include "gamekeeper/config_command.hpp"

#include "base/terminal_text.hpp"
#include "gamekeeper/command_line/print.hpp"
#include "gamekeeper/run/game_environment.hpp"
#include "settings/screens.hpp"

#include <algorithm>

namespace gamekeeper {

using command_line::given;
using command_line::print;
using command_line::print_error;

namespace {

void print_problems(const settings::loaded& loaded) {
  for (const auto& each : loaded.problems) {
    const bool wrong = each.weight == settings::problem::severity::error;
    print_error((wrong ? "error: " : "warning: ") + each.describe() + "\n");
  }
}

}  // namespace

settings::sources sources_of(const given& what) {
  settings::sources from;
  from.flags = what.settings;
  from.environment = run::own_environment();
  const auto config = what.text("--config");
  from.file =
      settings::find_settings_file(config.empty() ? std::nullopt : std::optional(config), from.environment);
  return from;
}

int config_check(const given& what) {
  const auto from = sources_of(what);
  const auto loaded = settings::load(from);
  print_problems(loaded);
  const auto errors = std::count_if(loaded.problems.begin(), loaded.problems.end(), [](const auto& each) {
    return each.weight == settings::problem::severity::error;
  });
  if (errors > 0) {
    print_error(std::to_string(errors) + (errors == 1 ? " error\n" : " errors\n"));
    return 2;
  }
  print("the settings are fine" + (from.file ? ": " + base::terminal_text(from.file->path) : "") + "\n");
  return 0;
}

int config_default(const given&) {
  print(settings::annotated_default());
  return 0;
}

int config_show(const given& what) {
  const auto loaded = settings::load(sources_of(what));
  print_problems(loaded);
  print(base::terminal_lines(settings::show(loaded)));
  return 0;
}

}  // namespace gamekeeper
