#include "gamekeeper/run/game_environment.hpp"

#include "base/variable_text.hpp"
#include "process/user.hpp"

#include <unistd.h>

#include <algorithm>

namespace gamekeeper::run {

namespace {
constexpr std::string_view socket_variable = "GAMEKEEPER_SOCKET";
constexpr std::string_view api_token_variable = "EDGEGAP_API_TOKEN";

bool is(std::string_view entry, std::string_view name) {
  return entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=';
}

bool hides(const std::vector<std::string>& patterns, std::string_view entry) {
  const auto name = entry.substr(0, entry.find('='));
  return std::any_of(patterns.begin(), patterns.end(), [name](std::string_view pattern) {
    if (!pattern.ends_with('*')) return name == pattern;
    return name.starts_with(pattern.substr(0, pattern.size() - 1));
  });
}

void set(std::vector<std::string>& environment, const std::string& entry) {
  const auto name = std::string_view(entry).substr(0, entry.find('='));
  std::erase_if(environment, [name](const std::string& each) { return is(each, name); });
  environment.push_back(entry);
}

}  // namespace

std::vector<std::string> own_environment() {
  std::vector<std::string> all;
  for (char** entry = environ; entry && *entry; ++entry) all.emplace_back(*entry);
  return all;
}

uid_t game_owner(const std::string& user) {
  const auto named = process::find_user(user);
  return named ? named->user : ::getuid();
}

std::vector<std::string> game_environment(const std::vector<std::string>& own,
                                          const environment_changes& changes) {
  std::vector<std::string> game;
  game.reserve(own.size() + changes.extra.size() + 2);
  for (const auto& entry : own)
    if (!is(entry, api_token_variable) && !is(entry, socket_variable) && !hides(changes.hidden, entry))
      game.push_back(entry);
  if (changes.home) set(game, "HOME=" + *changes.home);
  if (changes.socket_path) set(game, std::string(socket_variable) + "=" + *changes.socket_path);
  for (const auto& entry : changes.extra) set(game, entry);
  return game;
}

std::optional<std::string> variable(const std::vector<std::string>& environment, std::string_view name) {
  for (const auto& entry : environment)
    if (is(entry, name))
      return std::string(base::variable_text(std::string_view(entry).substr(name.size() + 1)));
  return std::nullopt;
}

}  // namespace gamekeeper::run
