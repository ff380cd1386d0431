#include "base/secret_names.hpp"

#include "base/terminal_text.hpp"

#include <algorithm>
#include <array>

namespace gamekeeper::base {

namespace {

// Whole words of a name, between underscores: MONKEY and AUTHOR are none.
constexpr std::array<std::string_view, 15> secret_words = {
    "TOKEN", "TOKENS",     "SECRET",      "SECRETS", "PASSWORD", "PASSWD", "PASS",  "KEY",
    "KEYS",  "CREDENTIAL", "CREDENTIALS", "AUTH",    "APIKEY",   "PWD",    "COOKIE"};

std::string upper(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

// "scheme://user:password@host" loses what stands before the '@'.
std::string without_user(std::string value) {
  const auto scheme = value.find("://");
  if (scheme == std::string::npos) return value;
  const auto begin = scheme + 3;
  const auto at = value.find('@', begin);
  if (at == std::string::npos || at > value.find('/', begin)) return value;
  return value.replace(begin, at - begin, "***");
}

}  // namespace

bool names_a_secret(std::string_view variable) {
  if (variable.starts_with("MM_")) return true;
  // The platform's addresses that end a deployment, or tell about one.
  if (variable.ends_with("_DELETE_URL") || variable.ends_with("_CONTEXT_URL")) return true;
  if (variable == "PWD" || variable == "OLDPWD") return false;  // the shell's folder
  const auto name = upper(variable);
  for (std::string_view rest = name; !rest.empty();) {
    const auto end = std::min(rest.find('_'), rest.size());
    const auto word = rest.substr(0, end);
    if (std::find(secret_words.begin(), secret_words.end(), word) != secret_words.end()) return true;
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  return false;
}

std::string shown_value(std::string_view name, std::string_view value) {
  if (names_a_secret(name) && !value.empty()) return "*** (" + std::to_string(value.size()) + " bytes)";
  return without_user(std::string(value));
}

std::string shown_variable(std::string_view entry, std::size_t columns) {
  const auto equals = std::min(entry.find('='), entry.size());
  const auto name = entry.substr(0, equals);
  auto value = terminal_text(shown_value(name, entry.substr(std::min(equals + 1, entry.size()))));
  if (value.size() > columns) value = value.substr(0, columns) + "...";
  return terminal_text(name) + "=" + value;
}

}  // namespace gamekeeper::base
