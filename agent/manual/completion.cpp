#include "manual/page.hpp"

#include <algorithm>
#include <functional>
#include <map>
#include <set>

namespace gamekeeper::manual {

namespace {

std::string quote(std::string_view text) {
  std::string all = "'";
  for (const char c : text) all += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return all + "'";
}

std::string joined(const std::vector<std::string>& words, std::string_view between) {
  std::string all;
  for (const auto& word : words) all.append(all.empty() ? "" : between).append(word);
  return all;
}

/// The words that can follow a path of commands ("" and "match", say), each with its help.
std::map<std::string, std::map<std::string, std::string>> next_words(const page& of) {
  std::map<std::string, std::map<std::string, std::string>> out;
  out[""];
  for (const auto& each : of.commands) {
    const auto space = each.name.find(' ');
    if (space == std::string::npos) {
      out[""][each.name] = each.help;
      out[each.name];
    } else {
      out[""].try_emplace(each.name.substr(0, space), "");
      out[each.name.substr(0, space)][each.name.substr(space + 1)] = each.help;
      out[each.name];
    }
  }
  return out;
}

const command* find(const page& of, const std::string& path) {
  const auto found =
      std::find_if(of.commands.begin(), of.commands.end(), [&path](const auto& c) { return c.name == path; });
  return found == of.commands.end() ? nullptr : &*found;
}

std::vector<entry> options_at(const page& of, const std::string& path) {
  auto out = of.options;
  const auto* at = find(of, path);
  if (!at) return out;
  out.insert(out.end(), at->options.begin(), at->options.end());
  if (at->takes_settings) out.insert(out.end(), of.settings.begin(), of.settings.end());
  return out;
}

std::string names_at(const page& of, const std::string& path) {
  std::vector<std::string> names;
  for (const auto& option : options_at(of, path))
    names.insert(names.end(), option.names.begin(), option.names.end());
  return joined(names, " ");
}

// The patterns of all paths, for a `case`.
std::string paths(const page& of) {
  std::vector<std::string> all;
  for (const auto& [path, words] : next_words(of))
    if (!path.empty()) all.push_back(quote(path));
  return all.empty() ? quote("") : joined(all, "|");
}

/// A case for each option that has a value; what completes it is made by the shell's own words.
std::string value_cases(const page& of, const std::string& files,
                        const std::function<std::string(const std::string&)>& fixed) {
  std::set<std::string> seen;
  std::string text;
  const auto add = [&](const std::vector<entry>& options) {
    for (const auto& option : options) {
      if (option.value.empty() || !seen.insert(option.names.front()).second) continue;
      const auto words = joined(option.words, " ");
      const auto how = option.names_file() ? files : words.empty() ? std::string(":") : fixed(words);
      text += "    " + joined(option.names, "|") + ") " + how + "; return ;;\n";
    }
  };
  add(of.options);
  for (const auto& each : of.commands) add(each.options);
  add(of.settings);
  return text;
}

std::string function_name(const page& of) {
  auto name = "_" + of.name;
  std::replace(name.begin(), name.end(), '-', '_');
  return name;
}

/// A pattern for the commands behind which a game's command line stands; `operator_` is bash's "@".
std::string game_paths(const page& of, std::string_view operator_) {
  std::string names;
  for (const auto& each : of.commands)
    if (each.takes_game) names.append(names.empty() ? "" : "|").append(each.name);
  if (names.empty()) return "-";
  return std::string(operator_) + "(" + names + ")";
}

std::string bash(const page& of) {
  const auto function = function_name(of);
  std::string text =
      "# bash completion for " + of.name + "\n" + function +
      "() {\n"
      "  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]} path= words= options= i\n"
      "  # --name=value comes as three words.\n"
      "  if [[ $cur == = ]]; then cur=\n"
      "  elif [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD-2]}; fi\n"
      "  for ((i = 1; i < COMP_CWORD; i++)); do\n"
      "    if [[ $path == " +
      game_paths(of, "@") +
      " && ${COMP_WORDS[i]} == -- ]]; then\n"
      "      COMPREPLY=($(compgen -c -- \"$cur\") $(compgen -f -- \"$cur\")); return\n"
      "    fi\n"
      "    case \"${path:+$path }${COMP_WORDS[i]}\" in\n"
      "      " +
      paths(of) +
      ") path=\"${path:+$path }${COMP_WORDS[i]}\" ;;\n"
      "    esac\n"
      "  done\n"
      "  case $prev in\n" +
      value_cases(of, "COMPREPLY=($(compgen -f -- \"$cur\"))",
                  [](const std::string& words) {
                    return "COMPREPLY=($(compgen -W " + quote(words) + " -- \"$cur\"))";
                  }) +
      "  esac\n"
      "  case $path in\n";
  for (const auto& [path, words] : next_words(of)) {
    std::vector<std::string> all;
    for (const auto& [word, help] : words) all.push_back(word);
    text += "    " + quote(path) + ") words=" + quote(joined(all, " ")) +
            " options=" + quote(names_at(of, path)) + " ;;\n";
  }
  return text +
         "  esac\n"
         "  [[ $cur == -* ]] && words=$options\n"
         "  COMPREPLY=($(compgen -W \"$words\" -- \"$cur\"))\n"
         "}\n"
         "complete -F " +
         function + " " + of.name + "\n";
}

// "name:help" for zsh's _describe.
std::string described(const std::string& name, const std::string& help) {
  return " " + quote(name + ":" + help.substr(0, help.find('\n')));
}

std::string zsh(const page& of) {
  std::string text =
      "#compdef " + of.name +
      "\n"
      "local trail= word\n"
      "local -a commands options\n"
      "for word in \"${(@)words[2,CURRENT-1]}\"; do\n"
      "  if [[ $trail == " +
      game_paths(of, "") +
      " && $word == -- ]]; then _command_names; _files; return; fi\n"
      "  case \"${trail:+$trail }$word\" in\n"
      "    " +
      paths(of) +
      ") trail=\"${trail:+$trail }$word\" ;;\n"
      "  esac\n"
      "done\n"
      "case ${words[CURRENT-1]} in\n" +
      value_cases(of, "_files", [](const std::string& words) { return "compadd -- " + words; }) +
      "esac\n"
      "case $trail in\n";
  for (const auto& [path, words] : next_words(of)) {
    text += "  " + quote(path) + ") commands=(";
    for (const auto& [word, help] : words) text += described(word, help);
    text += " ) options=(";
    for (const auto& option : options_at(of, path))
      for (const auto& name : option.names) text += described(name, option.help);
    text += " ) ;;\n";
  }
  return text +
         "esac\n"
         "if [[ ${words[CURRENT]} == -* ]]; then _describe option options\n"
         "else _describe command commands; fi\n";
}

std::string fish_option(const page& of, const entry& option, const std::string& condition) {
  std::string text = "complete -c " + of.name + " -n " + quote(condition);
  for (const auto& name : option.names)
    text += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
  if (!option.value.empty()) {
    text += option.names_file() ? " -r -F" : " -x";
    if (!option.words.empty()) text += " -a " + quote(joined(option.words, " "));
  }
  return text + " -d " + quote(option.help) + "\n";
}

// That a command, of one word or of two, is on the line.
std::string fish_command(const std::string& name) {
  const std::string seen = "__fish_seen_subcommand_from ";
  const auto space = name.find(' ');
  if (space == std::string::npos) return seen + name;
  return "begin; " + seen + name.substr(0, space) + "; and " + seen + name.substr(space + 1) + "; end";
}

std::string fish(const page& of) {
  std::string text = "# fish completion for " + of.name + "\ncomplete -c " + of.name + " -f\n";
  for (const auto& [path, words] : next_words(of)) {
    std::vector<std::string> all;
    for (const auto& [word, help] : words) all.push_back(word);
    const auto condition = path.empty() ? std::string("__fish_use_subcommand")
                                        : "__fish_seen_subcommand_from " + path +
                                              "; and not __fish_seen_subcommand_from " + joined(all, " ");
    for (const auto& [word, help] : words)
      text +=
          "complete -c " + of.name + " -n " + quote(condition) + " -a " + word + " -d " + quote(help) + "\n";
  }
  for (const auto& option : of.options) text += fish_option(of, option, "true");
  std::string with_settings;
  for (const auto& each : of.commands) {
    const auto condition = fish_command(each.name);
    for (const auto& option : each.options) text += fish_option(of, option, condition);
    if (each.takes_settings) with_settings.append(with_settings.empty() ? "" : "; or ").append(condition);
  }
  for (const auto& setting : of.settings) text += fish_option(of, setting, with_settings);
  return text;
}

}  // namespace

std::string completion(const page& of, std::string_view shell) {
  if (shell == "bash") return bash(of);
  if (shell == "zsh") return zsh(of);
  if (shell == "fish") return fish(of);
  return {};
}

}  // namespace gamekeeper::manual
