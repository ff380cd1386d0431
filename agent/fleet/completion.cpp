#include "fleet/completion.hpp"

#include <map>
#include <sstream>
#include <vector>

namespace gamekeeper::fleet {

namespace {

/// What can follow one command, by the words that lead to it.
struct completions {
  struct word {
    std::string text;
    std::string help;
  };
  std::map<std::string, std::vector<word>> commands;  // below a path
  std::map<std::string, std::vector<word>> options;   // of a path, with those that it inherits
  std::map<std::string, std::string> values;          // "path option": "@file" or the words that it takes
};

std::string joined(const std::string& path, const std::string& name) {
  return path.empty() ? name : path + " " + name;
}

// CLI11 shows a fixed set as "{a,b}" or "TEXT:{a,b}"; files have the type names that this program gives them.
std::string value_of(const CLI::Option& option) {
  const auto type = option.get_type_name();
  if (type.starts_with("FILE") || type.starts_with("PATH")) return "@file";
  const auto open = type.find('{'), close = type.find('}');
  if (open == std::string::npos || close == std::string::npos) return "";
  auto words = type.substr(open + 1, close - open - 1);
  for (auto& c : words)
    if (c == ',') c = ' ';
  return words;
}

// A word without a dash that is one of a set is completed like a command.
void add_words(const std::string& words, std::vector<completions::word>& into) {
  std::istringstream all(words);
  for (std::string word; all >> word;)
    if (!word.starts_with('@')) into.push_back({word, ""});
}

void add_options(const CLI::App& app, const std::string& path, completions& into) {
  for (const auto* option : app.get_options()) {
    std::vector<std::string> names;
    for (const auto& name : option->get_lnames()) names.push_back("--" + name);
    for (const auto& name : option->get_snames()) names.push_back("-" + name);
    if (names.empty()) add_words(value_of(*option), into.commands[path]);
    for (const auto& name : names) {
      into.options[path].push_back({name, option->get_description()});
      if (option->get_items_expected_max() > 0) into.values[joined(path, name)] = value_of(*option);
    }
  }
}

void collect(const CLI::App& app, const std::vector<const CLI::App*>& above, const std::string& path,
             completions& into) {
  into.commands[path];
  into.options[path];
  add_options(app, path, into);
  for (const auto* parent : above) add_options(*parent, path, into);
  auto chain = above;
  chain.push_back(&app);
  for (const auto* sub : app.get_subcommands([](const CLI::App*) { return true; })) {
    into.commands[path].push_back({sub->get_name(), sub->get_description()});
    collect(*sub, chain, joined(path, sub->get_name()), into);
  }
}

std::string quote(const std::string& text) {
  std::string all = "'";
  for (const char c : text) all += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return all + "'";
}

std::string first_line(const std::string& text) {
  return text.substr(0, text.find('\n'));
}

std::string words_of(const std::vector<completions::word>& words) {
  std::string all;
  for (const auto& each : words) all += (all.empty() ? "" : " ") + each.text;
  return all;
}

// Finds the path of commands in the words so far: the same in both shells, whose arrays differ in where they
// begin.
std::string path_cases(const completions& known, const std::string& indent) {
  std::string all;
  for (const auto& [path, words] : known.commands)
    if (!path.empty()) all += (all.empty() ? "" : "|") + quote(path);
  return indent + all;
}

std::string bash(const completions& known, const std::string& program) {
  std::string text = "# bash completion for " + program + "; load it with: source <(" + program +
                     " completion bash)\n"
                     "_gamekeeper_fleet() {\n"
                     "  local cur=${COMP_WORDS[COMP_CWORD]} prev= path= word i next\n"
                     "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
                     "    word=${COMP_WORDS[i]}\n"
                     "    next=${path:+$path }$word\n"
                     "    case $next in\n" +
                     path_cases(known, "      ") +
                     ") path=$next ;;\n    esac\n  done\n"
                     "  ((COMP_CWORD > 0)) && prev=${COMP_WORDS[COMP_CWORD-1]}\n"
                     "  case \"$path $prev\" in\n";
  for (const auto& [option, value] : known.values) {
    const auto pattern = quote(option.find(' ') == std::string::npos ? " " + option : option);
    if (value == "@file")
      text += "    " + pattern + ") COMPREPLY=($(compgen -f -- \"$cur\")); return ;;\n";
    else
      text += "    " + pattern + ") COMPREPLY=($(compgen -W " + quote(value) + " -- \"$cur\")); return ;;\n";
  }
  text += "  esac\n  local commands= options=\n  case $path in\n";
  for (const auto& [path, words] : known.commands)
    text += "    " + quote(path) + ") commands=" + quote(words_of(words)) +
            " options=" + quote(words_of(known.options.at(path))) + " ;;\n";
  return text +
         "  esac\n"
         "  [[ $cur == -* ]] && commands=$options\n"
         "  COMPREPLY=($(compgen -W \"$commands\" -- \"$cur\"))\n"
         "}\n"
         "complete -F _gamekeeper_fleet " +
         program + "\n";
}

std::string described(const std::vector<completions::word>& words) {
  std::string all;
  for (const auto& each : words) {
    std::string name;
    for (const char c : each.text) name += c == ':' ? std::string("\\:") : std::string(1, c);
    all += " " + quote(name + ":" + first_line(each.help));
  }
  return all;
}

std::string zsh(const completions& known, const std::string& program) {
  std::string text = "#compdef " + program + "\n# zsh completion; load it with: source <(" + program +
                     " completion zsh)\n"
                     "_gamekeeper_fleet() {\n"
                     "  local cur=${words[CURRENT]} prev=${words[CURRENT-1]} trail= word next\n"
                     "  local -a commands options\n"
                     "  for word in \"${(@)words[2,CURRENT-1]}\"; do\n"
                     "    next=${trail:+$trail }$word\n"
                     "    case $next in\n" +
                     path_cases(known, "      ") +
                     ") trail=$next ;;\n    esac\n  done\n"
                     "  case \"$trail $prev\" in\n";
  for (const auto& [option, value] : known.values) {
    const auto pattern = quote(option.find(' ') == std::string::npos ? " " + option : option);
    if (value == "@file")
      text += "    " + pattern + ") _files; return ;;\n";
    else
      text += "    " + pattern + ") compadd -- " + value + "; return ;;\n";
  }
  text += "  esac\n  case $trail in\n";
  for (const auto& [path, words] : known.commands)
    text += "    " + quote(path) + ") commands=(" + described(words) + " ) options=(" +
            described(known.options.at(path)) + " ) ;;\n";
  return text +
         "  esac\n"
         "  if [[ $cur == -* ]]; then _describe option options; else _describe command commands; fi\n"
         "}\n"
         "compdef _gamekeeper_fleet " +
         program + "\n";
}

}  // namespace

base::result<std::string> completion_script(const CLI::App& app, const std::string& shell) {
  completions known;
  collect(app, {}, "", known);
  if (shell == "bash") return bash(known, app.get_name());
  if (shell == "zsh") return zsh(known, app.get_name());
  return base::error(base::errc::invalid_input, "'" + shell + "': expected bash or zsh");
}

}  // namespace gamekeeper::fleet
