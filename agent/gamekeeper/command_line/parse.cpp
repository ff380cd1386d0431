#include "gamekeeper/command_line/parse.hpp"

#include "base/nearest.hpp"
#include "base/secret_names.hpp"
#include "settings/list_text.hpp"
#include "settings/setting.hpp"
#include "settings/value.hpp"

#include <algorithm>
#include <array>
#include <list>
#include <set>

namespace gamekeeper::command_line {

using base::errc;
using base::error;
using base::result;

namespace {

error wrong_use(const std::string& what, std::string_view where) {
  std::string more(where);
  return error(errc::invalid_input,
               what + "\nTry: gamekeeper " + more.append(more.empty() ? "" : " ").append("--help"));
}

// "-5" is a number, "-" the usual name of stdin.
bool is_option(std::string_view word) {
  return word.size() > 1 && word.front() == '-' && (word[1] < '0' || word[1] > '9');
}

std::string suggestion(std::string_view guess) {
  return guess.empty() ? "" : ", did you mean " + std::string(guess) + "?";
}

// Of a beginning that many names have.
std::string suggestions(std::span<const std::string_view> guesses) {
  constexpr std::size_t most = 6;
  std::string text;
  for (auto each : guesses.first(std::min(guesses.size(), most)))
    text.append(text.empty() ? ", did you mean one of " : ", ").append(each);
  if (guesses.size() > most) text += ", …";
  return text.empty() ? text : text + "?";
}

bool may_be_secret(std::string option, const settings::found_flag& meant) {
  if (meant.row && (meant.row->masked || base::names_a_secret(meant.row->key))) return true;
  std::replace(option.begin(), option.end(), '-', '_');
  return base::names_a_secret(option);
}

/// Reads the words behind a command's name.
class reader {
 public:
  reader(const command& chosen, std::span<const std::string> words) : command_(chosen), left_(words) {}

  result<wish> read() {
    while (!left_.empty() && !failure_ && !help_) {
      const auto& word = left_.front();
      if (word == "--") {
        left_ = left_.subspan(1);
        break;
      }
      if (is_option(word))
        take_option();
      else if (command_.takes_game)
        break;
      else
        take_word();
    }
    while (!left_.empty() && !failure_ && !help_ && !command_.takes_game) take_word();
    said_.game.assign(left_.begin(), left_.end());
    if (!failure_ && !help_) finish();
    if (failure_) return wrong_use(*failure_, command_.name);
    return wish{help_ ? wish::kind::help : wish::kind::act, &command_, {}, std::move(said_)};
  }

 private:
  void fail(std::string what) {
    if (!failure_) failure_ = std::move(what);
  }

  /// What is wrong with an option; `row`: of the setting that is meant.
  void object(std::string what, const settings::setting* row = nullptr) {
    if (command_.starts_anyway)
      said_.problems.push_back({std::move(what), row ? row->key : std::string_view()});
    else
      fail(std::move(what));
  }

  void object_twice(const std::string& name, const settings::setting* row = nullptr) {
    object(name + " is given twice" + (command_.starts_anyway ? "; the last one counts" : ""), row);
  }

  const argument* find(std::string_view name) const {
    for (const auto options : {command_.options, command_.common})
      for (const auto& each : options)
        if (each.name == name || (!each.short_name.empty() && each.short_name == name)) return &each;
    return nullptr;
  }

  void take_option() {
    const auto& word = left_.front();
    left_ = left_.subspan(1);
    const auto equals = word.find('=');
    const std::string name = word.substr(0, equals);
    std::optional<std::string> value;
    if (equals != std::string::npos) value = word.substr(equals + 1);
    if (name == "-h" || name == "--help") {
      help_ = true;
      return;
    }
    if (const auto* option = find(name)) return take(*option, name, std::move(value));
    const auto flag = command_.takes_settings ? settings::find_flag(name) : settings::found_flag();
    if (flag.row) return take(*flag.row, flag.implied, name, std::move(value));
    const auto known = known_options();
    const auto guess = base::nearest(name, known);
    const auto meant = settings::find_flag(guess);
    object(name + " is no option of " + std::string(command_.name) +
               (guess.empty() ? suggestions(base::completions(name, known)) : suggestion(guess)),
           meant.row);
    if (command_.starts_anyway && !value) pass_over_value(name, meant);
  }

  /// Whether the word behind an unknown option is its value or begins the game's command: it is the command when it
  /// is the last word, or when a switch is meant; it is the value when the next option or "--" follows, and the command
  /// behind "--". Otherwise it may be either, and to start the wrong one of two is worse than to start none.
  void pass_over_value(const std::string& name, const settings::found_flag& meant) {
    if (left_.size() < 2 || is_option(left_.front())) return;  // "--" is one, too
    if (!meant.implied.empty()) return void(next_switch_value());
    auto& message = said_.problems.back().message;
    const auto word = may_be_secret(name, meant) ? std::string("the word") : "'" + left_.front() + "'";
    if (left_[1].starts_with("--") && std::find(left_.begin(), left_.end(), "--") != left_.end()) {
      message += "; " + word + " behind it is taken for its value";
      left_ = left_.subspan(1);
    } else {
      fail(message + "\n" + word + " behind " + name +
           " can be its value or the game's command: write -- in front of the command");
    }
  }

  void take(const argument& option, const std::string& name, std::optional<std::string> value) {
    if (option.value.empty()) {
      if (value) return object(name + " takes no value");
      value.emplace();
    } else if (!value && !(value = next_value(name, option.value))) {
      return;
    } else if (said_.has(option.name) && !option.repeatable) {
      object_twice(name);
      said_.values.erase(option.name);
    }
    set(option, name, std::move(*value));
  }

  void take(const settings::setting& row, std::string_view implied, const std::string& name,
            std::optional<std::string> value) {
    const std::string key(row.key);
    if (!implied.empty()) {  // the last one counts
      if (!value) value = next_switch_value();
      if (value && implied == "off") return object(name + " takes no value", &row);
      said_.settings[key] = value.value_or(std::string(implied));
      return;
    }
    if (!value && !(value = next_value(name, row.placeholder(), &row))) return;
    if (row.what == settings::setting::kind::list) {
      auto& items = lists_[key];
      items.push_back(std::move(*value));
      said_.settings[key] = settings::write_list(items);
    } else {
      if (!valued_.insert(row.key).second) object_twice(name, &row);
      said_.settings[key] = std::move(*value);
    }
  }

  /// "--policy-dry-run on -- ./server": the settings call the values so. The last word of all is the game's command,
  /// for there is a program called true.
  std::optional<std::string> next_switch_value() {
    if (left_.size() < (command_.takes_game ? 2U : 1U)) return std::nullopt;
    const auto is_on = settings::read_switch(left_.front());
    if (!is_on) return std::nullopt;
    left_ = left_.subspan(1);
    return *is_on ? "on" : "off";
  }

  std::optional<std::string> next_value(const std::string& name, std::string_view placeholder,
                                        const settings::setting* row = nullptr) {
    const std::string needs = name + " needs a value: " + name + " " + std::string(placeholder);
    if (left_.empty() || left_.front() == "--") {
      object(needs, row);
    } else if (is_option(left_.front())) {
      object(needs + "; one that begins with - is written " + name + "=" + left_.front(), row);
    } else {
      auto value = left_.front();
      left_ = left_.subspan(1);
      return value;
    }
    return std::nullopt;
  }

  void take_word() {
    const auto& word = left_.front();
    left_ = left_.subspan(1);
    if (words_taken_ == command_.words.size()) return fail("'" + word + "' is one word too many");
    const auto& place = command_.words[words_taken_++];
    set(place, std::string(place.name), word);
  }

  void set(const argument& what, const std::string& name, std::string value) {
    if (what.wrong)
      if (const auto wrong = what.wrong(value)) return object(name + " '" + value + "': " + *wrong);
    auto& said = said_.values[what.name];
    said = said.empty() ? std::move(value) : said + "," + value;
  }

  void finish() {
    for (const auto& word : command_.words)
      if (word.required && !said_.has(word.name)) fail(std::string(word.value) + " is missing");
    for (const auto& option : command_.options)
      if (option.required && !said_.has(option.name))
        fail(std::string(option.name) + " " + std::string(option.value) + " is missing");
  }

  std::vector<std::string_view> known_options() {
    std::vector<std::string_view> names{"--help"};
    for (const auto options : {command_.options, command_.common})
      for (const auto& each : options) names.push_back(each.name);
    if (!command_.takes_settings) return names;
    for (const auto& row : settings::table())
      for (auto& form : row.flags()) names.push_back(flag_names_.emplace_back(std::move(form.name)));
    return names;
  }

  const command& command_;
  std::span<const std::string> left_;
  given said_;
  std::size_t words_taken_ = 0;
  std::map<std::string, std::vector<std::string>> lists_;
  std::set<std::string_view> valued_;
  std::list<std::string> flag_names_;
  std::optional<std::string> failure_;
  bool help_ = false;
};

/// Of "match end" the first word, when there are two.
std::string_view group_of(const command& each) {
  const auto space = each.name.find(' ');
  return space == std::string_view::npos ? std::string_view() : each.name.substr(0, space);
}

std::string all_of(std::span<const command> table, std::string_view group) {
  std::string names;
  for (const auto& each : table)
    if (group_of(each) == group) names.append(names.empty() ? "" : ", ").append(each.name);
  return names;
}

/// Other words for the same thing, which fewest edits would take for another command: `match stop` is no `match start`.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> other_words{
    {{"match stop", "match end"}, {"match finish", "match end"}, {"match begin", "match start"}}};

std::string unknown_command(std::span<const command> table, const std::string& name) {
  std::vector<std::string_view> known;
  for (const auto& each : table) known.push_back(each.name);
  for (const auto& each : table)
    if (const auto group = group_of(each); !group.empty()) known.push_back(group);
  for (const auto& [word, meant] : other_words)
    if (name == word && std::find(known.begin(), known.end(), meant) != known.end())
      return "there is no command '" + name + "'" + suggestion(meant);
  return "there is no command '" + name + "'" + suggestion(base::nearest(name, known));
}

}  // namespace

result<wish> parse(std::span<const command> table, const std::vector<std::string>& words) {
  const std::span all(words);
  if (words.empty()) return wrong_use("a command is missing", "");
  const auto& first = words.front();
  if (first == "-h" || first == "--help") return wish{wish::kind::help, nullptr, {}, {}};
  if (first == "--version") return wish{wish::kind::version, nullptr, {}, {}};
  const auto named = [&](const std::string& name) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&name](const auto& each) { return each.name == name; });
    return found == table.end() ? nullptr : &*found;
  };
  if (const auto* one = named(first)) return reader(*one, all.subspan(1)).read();
  const auto begins = [&first](const auto& each) { return group_of(each) == first; };
  const auto group = std::find_if(table.begin(), table.end(), begins);
  if (group == table.end()) {
    if (is_option(first)) return wrong_use(first + " is no option of gamekeeper; a command comes first", "");
    return wrong_use(unknown_command(table, first), "");
  }
  const auto name = group_of(*group);
  if (words.size() == 1) return wrong_use("one of these is meant: " + all_of(table, name), name);
  if (words[1] == "-h" || words[1] == "--help") return wish{wish::kind::help, nullptr, name, {}};
  if (const auto* one = named(first + " " + words[1])) return reader(*one, all.subspan(2)).read();
  return wrong_use(unknown_command(table, first + " " + words[1]), name);
}

}  // namespace gamekeeper::command_line
