#include "settings/setting.hpp"

#include "base/duration.hpp"
#include "base/nearest.hpp"

#include <algorithm>

namespace gamekeeper::settings {

namespace {

// No slip of the finger makes a name longer than this, and comparing takes time in proportion.
constexpr std::size_t longest_slip_bytes = 64;

std::string joined(std::span<const std::string_view> words, std::string_view between) {
  std::string all;
  for (auto word : words) all.append(all.empty() ? "" : between).append(word.empty() ? "empty" : word);
  return all;
}

std::string range(const setting& row) {
  if (row.what == setting::kind::integer)
    return "from " + std::to_string(row.min) + " to " + std::to_string(row.max);
  return "from " + base::format_duration(base::duration(row.min)) + " to " +
         base::format_duration(base::duration(row.max));
}

/// --no-x beside --x.
void add_switch(std::vector<flag_form>& forms, std::string_view flag) {
  forms.push_back({std::string(flag), "on"});
  forms.push_back({"--no-" + std::string(flag.substr(2)), "off"});
}

std::string last_part(std::string_view key) {
  return std::string(key.substr(key.rfind('.') + 1));  // npos + 1 is 0: the whole
}

}  // namespace

std::string_view setting::group() const noexcept {
  return key.substr(0, key.find('.'));
}
std::string_view setting::name() const noexcept {
  return key.substr(key.find('.') + 1);
}

std::string setting::flag() const {
  std::string text = "--";
  for (char c : key) text += c == '.' || c == '_' ? '-' : c;
  return text;
}

std::string setting::variable() const {
  std::string text = "GAMEKEEPER_";
  for (char c : key) text += c == '.' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

std::vector<flag_form> setting::flags() const {
  std::vector<flag_form> forms;
  const auto has = [this](std::string_view word) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (what == kind::boolean)
    add_switch(forms, flag());
  else
    forms.push_back({flag(), {}});
  if (alias.empty()) return forms;
  if (what == kind::boolean || (what == kind::choice && has("on") && has("off")))
    add_switch(forms, alias);
  else
    forms.push_back({std::string(alias), {}});
  return forms;
}

std::string setting::placeholder() const {
  std::string text;
  for (auto word : words)
    if (!word.empty()) text.append(word).append("|");
  switch (what) {
    case kind::boolean:
      text = "on|off";
      break;
    case kind::choice:
      text.pop_back();
      break;
    case kind::list:
    case kind::text:
      text += form.empty() ? "TEXT" : form;
      break;
    case kind::duration:
      text += "DURATION";
      break;
    case kind::integer:
      text += "NUMBER";
      break;
    case kind::path:
      text += "PATH";
      break;
    case kind::url:
      text += "URL";
      break;
  }
  return text;
}

std::string setting::allowed() const {
  std::string text = joined(words, ", ");
  if (what == kind::boolean) return "on or off, true or false in the file";
  if (what == kind::choice) return "one of " + text;
  if (!text.empty()) text += " or ";
  switch (what) {
    case kind::boolean:
    case kind::choice:
      break;
    case kind::list:
      text.append("at most ")
          .append(std::to_string(max))
          .append(" of ")
          .append(form.empty() ? "a text" : form);
      break;
    case kind::text:
      text.append(form.empty() ? "a text" : form).append(" of at most ");
      text.append(std::to_string(max)).append(" bytes");
      break;
    case kind::duration:
      text += "a duration " + range(*this);
      break;
    case kind::integer:
      text += "a whole number " + range(*this);
      break;
    case kind::path:
      text += "an absolute path of at most " + std::to_string(max) + " bytes";
      break;
    case kind::url:
      text += "an https address, or http to this machine itself";
      break;
  }
  if (!unit.empty()) text.append(", in ").append(unit);
  return text;
}

const setting* find(std::string_view key) noexcept {
  const auto all = table();
  const auto found =
      std::find_if(all.begin(), all.end(), [key](const setting& row) { return row.key == key; });
  return found == all.end() ? nullptr : &*found;
}

namespace {

/// Whether the flag may be one of the row's: the row's names are not made for it, for this is asked of every row.
bool may_name(const setting& row, std::string_view flag) {
  constexpr std::string_view negation = "--no-";
  const auto name =
      flag.substr(flag.starts_with(negation) ? negation.size() : std::min<std::size_t>(flag.size(), 2));
  return name.size() == row.key.size() || (!row.alias.empty() && row.alias.ends_with(name));
}

}  // namespace

found_flag find_flag(std::string_view word) {
  for (const auto& row : table()) {
    if (!may_name(row, word)) continue;
    for (const auto& form : row.flags())
      if (form.name == word) return {&row, form.implied};
  }
  return {};
}

std::span<const std::string_view> other_variables() noexcept {
  static constexpr std::string_view names[] = {"GAMEKEEPER_CONFIG", "GAMEKEEPER_SOCKET",
                                               "GAMEKEEPER_API_URL"};
  return names;
}

std::string did_you_mean(std::string_view unknown, std::span<const std::string_view> known) {
  if (unknown.size() > longest_slip_bytes) return "";
  auto guess = base::nearest(unknown, known);
  // "poll_interval" alone is far from "platform.poll_interval" in letters and near in mind.
  if (guess.empty()) {
    const auto tail = last_part(unknown);
    for (auto each : known)
      if (!tail.empty() && last_part(each) == tail) guess = each;
  }
  return guess.empty() ? "" : ", did you mean '" + std::string(guess) + "'?";
}

}  // namespace gamekeeper::settings
