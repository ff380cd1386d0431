#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::run {

/// Our own environment as "NAME=VALUE" texts.
std::vector<std::string> own_environment();

/// Whom a game runs as that has this game.user: we ourselves where it names nobody.
uid_t game_owner(const std::string& user);

/// How the game's environment differs from ours.
struct environment_changes {
  std::optional<std::string> socket_path;  ///< GAMEKEEPER_SOCKET; nothing: the game gets none
  std::optional<std::string> home;         ///< HOME, when the game runs as somebody else
  std::vector<std::string> hidden;         ///< NAME, or NAME* for all that begin so
  std::vector<std::string> extra;          ///< NAME=VALUE, over everything else
};

/// What the game gets: our own without the organisation's API token and without what is hidden, and with what
/// is extra. The injected tokens stay unless they are hidden: games that stop themselves keep working.
std::vector<std::string> game_environment(const std::vector<std::string>& own,
                                          const environment_changes& changes);

/// What the first variable of that name says (base/variable_text.hpp).
std::optional<std::string> variable(const std::vector<std::string>& environment, std::string_view name);

}  // namespace gamekeeper::run
