#include "settings/load.hpp"

#include "base/variable_text.hpp"
#include "settings/dependencies.hpp"
#include "settings/entry_form.hpp"
#include "settings/list_text.hpp"
#include "settings/suggestion.hpp"
#include "settings/value.hpp"

#include <algorithm>
#include <optional>

namespace gamekeeper::settings {

namespace {

constexpr std::string_view variable_prefix = "GAMEKEEPER_";
// Whoever wants to rehearse and cannot be understood must not see players sent away: where it cannot be read, it is on.
constexpr std::string_view rehearsal = "policy.dry_run";

bool is_group(std::string_view key) {
  const auto rows = table();
  return std::any_of(rows.begin(), rows.end(), [key](const setting& row) { return row.group() == key; });
}

const setting* find_by_variable(std::string_view name) {
  for (const auto& row : table())
    if (row.variable() == name) return &row;
  return nullptr;
}

problem wrong(origin where, std::string_view key, std::string_view text, std::string message) {
  problem found;
  found.where = std::move(where);
  found.key = printable(key);
  found.value = text;
  found.message = std::move(message);
  if (const auto* row = find(key)) found.allowed = row->allowed();
  return found;
}

// Of a file that cannot be parsed. Most files are written after the annotated default, where it is false.
bool may_rehearse(std::string_view broken_file) {
  constexpr std::string_view name = "\"dry_run\"";
  const auto at = broken_file.find(name);
  if (at == std::string_view::npos) return false;
  const auto value = broken_file.find_first_not_of(" \t\r\n:", at + name.size());
  return value == std::string_view::npos || !broken_file.substr(value).starts_with("false");
}

// Goes through the layers from the lowest to the highest: what fits replaces what the layers below said.
class loader {
 public:
  void take_file(const settings_file& file);
  void take_environment(const std::vector<std::string>& environment);
  void take_flags(const std::map<std::string, std::string>& flags);
  void rehearse_if_meant();
  void cross_check();
  loaded finish() &&;

 private:
  struct choice {
    const setting* row = nullptr;
    value checked;
    origin from;
  };

  void take(const setting& row, std::string_view text, origin where);
  void refuse(const setting& row, std::string_view text, origin where, std::string message);
  void put(const setting& row, value checked, origin where);
  void suspect_rehearsal(std::string_view suggestion, const origin& where);
  void take_entry(const file_entry& entry, origin where);
  void take_repeated(const file_entry& entry, origin where, int first_line);
  void warn_of_readings_that_expire_too_soon();
  void require_order(std::string_view smaller, std::string_view larger, bool may_be_equal);
  void back_to_default(std::string_view key);
  choice* given(const setting& row);
  choice chosen(const setting& row);

  std::vector<choice> given_;  // few: a game waits for this, and a row at its default takes no place
  std::vector<problem> problems_;
  std::optional<origin> rehearsal_;  // of what may mean policy.dry_run and is not it
};

void loader::take(const setting& row, std::string_view text, origin where) {
  auto checked = check(row, text);
  if (!checked) return refuse(row, text, std::move(where), checked.error().message());
  put(row, std::move(*checked), std::move(where));
}

void loader::refuse(const setting& row, std::string_view text, origin where, std::string message) {
  if (row.key == rehearsal && read_switch(text) != false) {
    put(row, check(row, "on").value(), where);
    message += "; so the agent rehearses: it ends nothing";
  }
  problems_.push_back(wrong(std::move(where), row.key, text, std::move(message)));
}

void loader::put(const setting& row, value checked, origin where) {
  if (auto* earlier = given(row))
    *earlier = {&row, std::move(checked), std::move(where)};
  else
    given_.push_back({&row, std::move(checked), std::move(where)});
}

void loader::suspect_rehearsal(std::string_view suggestion, const origin& where) {
  if (suggestion.find(rehearsal) != std::string_view::npos ||
      suggestion.find(find(rehearsal)->variable()) != std::string_view::npos)
    rehearsal_ = where;
}

void loader::rehearse_if_meant() {
  const auto& row = *find(rehearsal);
  if (!rehearsal_ || given(row)) return;
  refuse(row, "", *rehearsal_, "seems to be meant, and cannot be read");
}

loader::choice* loader::given(const setting& row) {
  const auto found =
      std::find_if(given_.begin(), given_.end(), [&row](const choice& each) { return each.row == &row; });
  return found == given_.end() ? nullptr : &*found;
}

loader::choice loader::chosen(const setting& row) {
  if (const auto* found = given(row)) return *found;
  return {&row, check(row, row.default_text).value(), {}};
}

void loader::back_to_default(std::string_view key) {
  std::erase_if(given_, [key](const choice& each) { return each.row->key == key; });
}

void loader::take_file(const settings_file& file) {
  if (file.failure) {
    problems_.push_back(wrong({origin::layer::file, file.path}, "", "",
                              "the settings file is not used: " + file.failure->message()));
    return;
  }
  auto contents = parse_settings_file(file.path, file.text);
  if (contents.failure) {
    if (may_rehearse(file.text)) rehearsal_ = contents.failure->where;
    problems_.push_back(std::move(*contents.failure));
  }
  std::map<std::string_view, std::vector<const file_entry*>> by_key;
  for (const auto& entry : contents.entries) by_key[entry.key].push_back(&entry);
  for (const auto& entry : contents.entries) {
    const auto& same = by_key[entry.key];
    origin where{origin::layer::file, file.path + ":" + std::to_string(entry.line)};
    if (same.size() == 1)
      take_entry(entry, std::move(where));
    else if (&entry == same.back())
      take_repeated(entry, std::move(where), same.front()->line);
  }
}

void loader::take_repeated(const file_entry& entry, origin where, int first_line) {
  auto message = "stands in the file more than once, first on line " + std::to_string(first_line) +
                 "; none of them is used";
  if (const auto* row = find(entry.key))
    return refuse(*row, entry.text, std::move(where), std::move(message));
  problems_.push_back(wrong(std::move(where), entry.key, entry.text, std::move(message)));
}

void loader::take_entry(const file_entry& entry, origin where) {
  const auto* row = find(entry.key);
  const auto found = in_words(entry.what, entry.text);
  if (!row && is_group(entry.key)) {
    // An empty group sets nothing.
    if (found != "an object")
      problems_.push_back(wrong(std::move(where), entry.key, entry.text,
                                "is a group of settings: expected an object, found " + found));
    return;
  }
  if (!row) {
    const auto suggestion = suggestion_for_key(entry.key);
    suspect_rehearsal(suggestion, where);
    problems_.push_back(wrong(std::move(where), entry.key, entry.text, "no such setting" + suggestion));
    return;
  }
  if (fits(row->what, entry.what))
    take(*row, entry.text, std::move(where));
  else
    refuse(*row, entry.text, std::move(where),
           "expected " + std::string(expected(row->what)) + ", found " + found);
}

void loader::take_environment(const std::vector<std::string>& environment) {
  const auto others = other_variables();
  for (const auto& each : environment) {
    const auto equals = each.find('=');
    if (!each.starts_with(variable_prefix) || equals == std::string::npos) continue;
    const auto name = std::string_view(each).substr(0, equals);
    const auto text = base::variable_text(std::string_view(each).substr(equals + 1));
    if (text.empty()) continue;
    origin where{origin::layer::variable, printable(name)};
    if (const auto* row = find_by_variable(name)) {
      take(*row, text, std::move(where));
    } else if (std::find(others.begin(), others.end(), name) == others.end()) {
      const auto suggestion = suggestion_for_variable(name);
      suspect_rehearsal(suggestion, where);
      auto unknown = wrong(std::move(where), "", text, "means nothing to gamekeeper" + suggestion);
      unknown.weight = problem::severity::warning;
      problems_.push_back(std::move(unknown));
    }
  }
}

void loader::take_flags(const std::map<std::string, std::string>& flags) {
  for (const auto& [key, text] : flags) {
    if (const auto* row = find(key))
      take(*row, text, {origin::layer::flag, row->flag()});
    else
      problems_.push_back(wrong({origin::layer::flag, "flag for " + quote(key)}, key, text,
                                "no such setting" + suggestion_for_key(key)));
  }
}

void loader::cross_check() {
  require_order("platform.kill_margin", "platform.kill_after", false);
  require_order("stop.retry_min", "stop.retry_max", true);
  require_order("restart.wait_min", "restart.wait_max", true);
  warn_of_readings_that_expire_too_soon();
}

// Each value is right by itself, and together the platform's answer would be unknown again before the next
// one comes: an empty server would never be noticed, and nothing else would say why.
void loader::warn_of_readings_that_expire_too_soon() {
  const auto age = chosen(*find("occupancy.reading_max_age"));
  const auto interval = chosen(*find("platform.poll_interval"));
  const auto jitter = chosen(*find("platform.poll_jitter")).checked.number;
  if (age.checked.number > interval.checked.number * (100 + jitter) / 100) return;
  const auto& where = age.from.from >= interval.from.from ? age.from : interval.from;
  auto found =
      wrong(where, age.row->key, age.checked.text,
            quote(age.checked.text) + " is over before the next poll (platform.poll_interval, " +
                quote(interval.checked.text) + ", and its jitter): an empty server would not be noticed");
  found.weight = problem::severity::warning;
  problems_.push_back(std::move(found));
}

void loader::require_order(std::string_view smaller, std::string_view larger, bool may_be_equal) {
  const auto low = chosen(*find(smaller));
  const auto high = chosen(*find(larger));
  if (low.checked.number < high.checked.number) return;
  if (may_be_equal && low.checked.number == high.checked.number) return;
  // The place that is named is the one that was heard last; the other may be a default.
  const auto& where = low.from.from >= high.from.from ? low.from : high.from;
  auto found = wrong(where, smaller, low.checked.text,
                     quote(low.checked.text) + (may_be_equal ? " is more than " : " is not less than ") +
                         std::string(larger) + ", which is " + quote(high.checked.text) + " (" +
                         high.from.describe() + "); both fall back to their defaults");
  found.allowed = may_be_equal ? "at most " : "less than ";
  found.allowed.append(larger);
  problems_.push_back(std::move(found));
  back_to_default(smaller);
  back_to_default(larger);
}

loaded loader::finish() && {
  loaded result;
  for (const auto& row : table()) {
    if (const auto* found = given(row))
      row.store(result.values, found->checked);
    else
      row.store(result.values, check(row, row.default_text).value());
  }
  for (auto& each : given_)
    result.given.push_back({std::string(each.row->key), std::move(each.checked.text), std::move(each.from)});
  result.problems = std::move(problems_);
  return result;
}

// Each value is right by itself, and so are the pairs; here it is asked what they can do together.
void check_dependencies(loaded& all) {
  const auto find_given = [&all](std::string_view key) {
    return std::find_if(all.given.begin(), all.given.end(),
                        [key](const auto& each) { return each.key == key; });
  };
  const auto is_given = [&](std::string_view key) { return find_given(key) != all.given.end(); };
  const auto is_changed = [&](std::string_view key) {
    return is_given(key) && find_given(key)->text != check(*find(key), find(key)->default_text).value().text;
  };
  for (auto& unmet : find_unmet_dependencies(all.values, is_given, is_changed)) {
    const auto setting = find_given(unmet.key);
    auto found = wrong(setting->from, unmet.key, setting->text, std::move(unmet.message));
    found.allowed.clear();
    found.weight = unmet.weight;
    all.problems.push_back(std::move(found));
    if (!unmet.falls_back) continue;
    const auto& row = *find(unmet.key);
    row.store(all.values, check(row, row.default_text).value());
    all.given.erase(setting);
  }
}

effective_setting masked(const setting& row, effective_setting shown) {
  if (row.masked == nullptr) return shown;
  if (row.what != setting::kind::list) {
    shown.text = row.masked(shown.text);
    return shown;
  }
  const auto items = parse_list(shown.text);
  std::vector<std::string> safe;
  for (const auto& item : items ? *items : std::vector<std::string>{shown.text})
    safe.push_back(row.masked(item));
  shown.text = show_list(safe);
  return shown;
}

}  // namespace

std::vector<effective_setting> loaded::effective() const {
  std::vector<effective_setting> all;
  all.reserve(table().size());
  for (const auto& row : table()) {
    const auto found = std::find_if(given.begin(), given.end(),
                                    [&row](const effective_setting& each) { return each.key == row.key; });
    if (found != given.end())
      all.push_back(masked(row, *found));
    else
      all.push_back({std::string(row.key), check(row, row.default_text).value().text, {}});
  }
  return all;
}

bool loaded::has_errors() const noexcept {
  return std::any_of(problems.begin(), problems.end(),
                     [](const problem& each) { return each.weight == problem::severity::error; });
}

loaded load(const sources& from) {
  loader all;
  if (from.file) all.take_file(*from.file);
  all.take_environment(from.environment);
  all.take_flags(from.flags);
  all.rehearse_if_meant();
  all.cross_check();
  auto result = std::move(all).finish();
  check_dependencies(result);
  return result;
}

}  // namespace gamekeeper::settings
