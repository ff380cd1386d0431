#include "settings/suggestion.hpp"

#include "settings/setting.hpp"

#include <vector>

namespace gamekeeper::settings {

namespace {

constexpr std::string_view variable_prefix = "GAMEKEEPER_";

/// The only one that ends so; empty: none, or more than one.
std::string_view ending_with(const std::string& end, const std::vector<std::string_view>& known) {
  std::string_view found;
  for (auto each : known) {
    if (!each.ends_with(end)) continue;
    if (!found.empty()) return {};
    found = each;
  }
  return found;
}

}  // namespace

std::string suggestion_for_key(std::string_view key) {
  std::vector<std::string_view> known;
  for (const auto& row : table()) known.push_back(row.key);
  // A misspelt group alone is far from every key that begins with it.
  if (key.find('.') == std::string_view::npos)
    for (const auto& row : table())
      if (known.back() != row.group()) known.push_back(row.group());
  return did_you_mean(key, known);
}

// Compared without the prefix: it is the same in all of them and would make any two look alike.
std::string suggestion_for_variable(std::string_view name) {
  name.remove_prefix(variable_prefix.size());
  std::vector<std::string> names;
  for (const auto& row : table()) names.push_back(row.variable().substr(variable_prefix.size()));
  for (auto other : other_variables()) names.emplace_back(other.substr(variable_prefix.size()));
  const std::vector<std::string_view> known(names.begin(), names.end());
  auto text = did_you_mean(name, known);
  if (text.empty())
    if (const auto whole = ending_with("_" + std::string(name), known); !whole.empty())
      text = did_you_mean(whole, known);
  if (const auto quote = text.find('\''); quote != std::string::npos) text.insert(quote + 1, variable_prefix);
  return text;
}

}  // namespace gamekeeper::settings
