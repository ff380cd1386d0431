#include "gamekeeper/run/game_environment.hpp"

#include <unistd.h>

namespace gamekeeper::run {

namespace {
constexpr std::string_view socket_variable = "GAMEKEEPER_SOCKET";
constexpr std::string_view api_token_variable = "EDGEGAP_API_TOKEN";

bool is(std::string_view entry, std::string_view name) {
  return entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=';
}
}  // namespace

std::vector<std::string> own_environment() {
  std::vector<std::string> all;
  for (char** entry = environ; entry && *entry; ++entry) all.emplace_back(*entry);
  return all;
}

std::vector<std::string> game_environment(const std::vector<std::string>& own,
                                          const std::optional<std::string>& socket_path) {
  std::vector<std::string> game;
  game.reserve(own.size() + 1);
  for (const auto& entry : own)
    if (!is(entry, api_token_variable) && !is(entry, socket_variable)) game.push_back(entry);
  if (socket_path) game.push_back(std::string(socket_variable) + "=" + *socket_path);
  return game;
}

std::optional<std::string> variable(const std::vector<std::string>& environment, std::string_view name) {
  for (const auto& entry : environment)
    if (is(entry, name)) return entry.substr(name.size() + 1);
  return std::nullopt;
}

}  // namespace gamekeeper::run
