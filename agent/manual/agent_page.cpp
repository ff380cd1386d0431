#include "gamekeeper/command_line/help.hpp"
#include "gamekeeper/commands.hpp"
#include "manual/page.hpp"
#include "settings/setting.hpp"

namespace gamekeeper::manual {

namespace {

entry entry_of(const command_line::argument& one) {
  entry out;
  if (one.name.starts_with("-")) {
    if (!one.short_name.empty()) out.names.emplace_back(one.short_name);
    out.names.emplace_back(one.name);
  }
  out.value = one.value;
  out.help = one.help;
  out.required = one.required;
  return out;
}

// A setting that can be given with and without a value has an entry for each: the first has the text.
std::vector<entry> entries_of(const settings::setting& row) {
  entry valued;
  entry alone;
  for (const auto& form : row.flags()) (form.implied.empty() ? valued : alone).names.push_back(form.name);
  valued.value = row.placeholder();
  for (const auto word : row.words)
    if (!word.empty()) valued.words.emplace_back(word);
  auto& first = valued.names.empty() ? alone : valued;
  first.help = row.help;
  const std::string fallback(row.default_text);
  first.notes = {"Default: " + (fallback.empty() ? "empty" : fallback) + ". Allowed: " + row.allowed() + ".",
                 "In the file " + std::string(row.key) + ", in the environment " + row.variable() + "."};
  std::vector<entry> out;
  if (!valued.names.empty()) out.push_back(valued);
  if (!alone.names.empty()) {
    if (out.size() == 1) alone.help = "The same as " + valued.names.front() + " on or off.";
    out.push_back(alone);
  }
  return out;
}

}  // namespace

page agent_page() {
  page out;
  out.name = "gamekeeper";
  out.summary = "the agent inside a dedicated game server's container";
  out.usage = "gamekeeper COMMAND [OPTIONS]";
  out.options = {{{"-h", "--help"}, "", "Print what a command takes, and exit", {}, {}, false},
                 {{"--version"}, "", "Print the version and exit", {}, {}, false}};
  for (const auto& each : commands()) {
    command made;
    made.name = each.name;
    made.usage = command_line::usage_line(each);
    made.help = each.help;
    for (const auto& word : each.words) made.words.push_back(entry_of(word));
    for (const auto options : {each.options, each.common})
      for (const auto& option : options) made.options.push_back(entry_of(option));
    made.takes_settings = each.takes_settings;
    made.takes_game = each.takes_game;
    out.commands.push_back(std::move(made));
  }
  for (const auto& row : settings::table())
    for (auto& each : entries_of(row)) out.settings.push_back(std::move(each));
  const auto help = command_line::program_help(commands());
  out.notes = help.substr(help.find("Exit codes:"));
  return out;
}

std::string settings_document() {
  std::string text =
      "# Settings\n"
      "Flags over variables over the file over defaults. The key `drain.grace` is the flag `--drain-grace` "
      "and "
      "the variable\n`GAMEKEEPER_DRAIN_GRACE`; [gamekeeper.json](gamekeeper.json) is the same as a file. "
      "This "
      "page is written out of\n`lib/settings/table.cpp` by\n`cmake --build --preset release --target "
      "settings_document`.\n\n"
      "| setting | default | allowed | what it does |\n|---|---|---|---|\n";
  const auto cell = [](std::string_view all) {
    std::string out;
    for (const char c : all) out += c == '|' ? std::string("\\|") : std::string(1, c);
    return out;
  };
  for (const auto& row : settings::table()) {
    text.append("| `").append(row.key).append("` | ");
    text.append(row.default_text.empty() ? "empty" : "`" + cell(row.default_text) + "`");
    text.append(" | ").append(cell(row.allowed())).append(" | ").append(cell(row.help));
    if (!row.alias.empty()) text.append(" Also `").append(row.alias).append("`.");
    text.append(" |\n");
  }
  return text;
}

}  // namespace gamekeeper::manual
