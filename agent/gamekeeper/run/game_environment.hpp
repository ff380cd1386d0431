#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::run {

/// Our own environment as "NAME=VALUE" texts.
std::vector<std::string> own_environment();

/// What the game gets: the same, without the organisation's API token, and with GAMEKEEPER_SOCKET when there
/// is one. The injected tokens stay: games that stop themselves keep working.
std::vector<std::string> game_environment(const std::vector<std::string>& own,
                                          const std::optional<std::string>& socket_path);

/// The value of the first variable of that name.
std::optional<std::string> variable(const std::vector<std::string>& environment, std::string_view name);

}  // namespace gamekeeper::run
