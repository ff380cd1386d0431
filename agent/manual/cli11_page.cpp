#include "manual/page.hpp"

#include <CLI/CLI.hpp>

namespace gamekeeper::manual {

namespace {

// CLI11 shows a fixed set as "{a,b}" or "TEXT:{a,b}".
std::vector<std::string> words_of(const std::string& type) {
  const auto open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return {};
  return CLI::detail::split(type.substr(open + 1, close - open - 1), ',');
}

entry entry_of(const CLI::Option& option) {
  entry out;
  for (const auto& name : option.get_snames()) out.names.push_back("-" + name);
  for (const auto& name : option.get_lnames()) out.names.push_back("--" + name);
  const auto type = option.get_type_name();
  out.words = words_of(type);
  if (option.get_items_expected_max() > 0) out.value = type.empty() || !out.words.empty() ? "VALUE" : type;
  if (out.names.empty()) out.value = option.get_name();
  out.help = option.get_description();
  if (!out.words.empty()) {
    std::string all;
    for (const auto& word : out.words) all.append(all.empty() ? "" : ", ").append(word);
    out.notes.push_back("One of: " + all + ".");
  }
  if (const auto preset = option.get_default_str(); !preset.empty())
    out.notes.push_back("Default: " + preset + ".");
  out.required = option.get_required();
  return out;
}

void add_entries(const CLI::App& app, std::vector<entry>& options, std::vector<entry>& words) {
  for (const auto* option : app.get_options()) {
    auto one = entry_of(*option);
    (one.names.empty() ? words : options).push_back(std::move(one));
  }
}

void add_commands(const CLI::App& app, const std::string& above, page& into) {
  for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    const auto name = above.empty() ? sub->get_name() : above + " " + sub->get_name();
    if (sub->get_require_subcommand_min() == 0) {
      command made;
      made.name = name;
      made.help = sub->get_description();
      add_entries(*sub, made.options, made.words);
      made.usage = into.name + " " + name + " [OPTIONS]";
      for (const auto& word : made.words)
        made.usage += word.required ? " " + word.value : " [" + word.value + "]";
      into.commands.push_back(std::move(made));
    }
    add_commands(*sub, name, into);
  }
}

}  // namespace

page page_of(const CLI::App& app) {
  page out;
  out.name = app.get_name();
  out.summary = app.get_description();
  std::vector<entry> words;
  add_entries(app, out.options, words);
  add_commands(app, "", out);
  out.usage = out.name + (out.commands.empty() ? " [OPTIONS]" : " COMMAND [OPTIONS]");
  out.notes = app.get_footer();
  return out;
}

}  // namespace gamekeeper::manual
