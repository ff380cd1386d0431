#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// Where the game says what it has to say, and who else hears it; names as $NOTIFY_SOCKET has them (sd_notify(3)).
struct notify_sockets {
  std::optional<std::string> path;   ///< where the game finds it, when it can be made there
  std::string abstract_name;         ///< where else: needs no folder that can be written to
  std::optional<std::string> above;  ///< of whoever started the agent, and waits for the game's words
};

/// The path is that of the control socket with ".notify" behind it: that folder is the agent's, and no two agents have
/// the same. None where the game, as `game_user`, could not get at it. `drawn` makes the abstract name one of its own:
/// containers can share a network.
notify_sockets choose_notify_sockets(const std::optional<std::string>& control_socket, uid_t game_user,
                                     std::uint64_t drawn, const std::vector<std::string>& environment);

/// The abstract name that a client arrives at which replaces the first byte of any $NOTIFY_SOCKET by zero, as it may
/// when it was written against an agent or a service manager that only had abstract names.
std::string abstract_alias(const std::string& path);

}  // namespace gamekeeper::run
