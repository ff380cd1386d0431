#pragma once

#include "process/process_tree.hpp"

#include <sys/socket.h>
#include <sys/types.h>

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::process {

/// Decides who speaks for the game on $NOTIFY_SOCKET, by the pid and the user that the kernel names
/// (SCM_CREDENTIALS, unix(7)).
///
/// The game's main process and everything below it may run as whoever they like: an entrypoint that gives up its
/// rights is common. Who has only come to the agent as an orphan, or of whom nothing can be told (it has ended already,
/// /proc cannot be looked into), must be of a user who may speak: the container's root, the agent's own, those that are
/// named, and whoever the game's main process now runs as. For anybody may become an orphan: `docker exec` in a
/// container, a service of a shared machine.
class notification_trust {
 public:
  /// `agent` is the agent's own pid, `users` those who may speak beside root and the agent's.
  notification_trust(pid_t agent, std::vector<uid_t> users, std::string proc = "/proc");

  /// The main process of the game that runs now; 0: none does.
  void set_game(pid_t game) noexcept { game_ = game; }

  /// Why this sender is not heard, as a sentence for the log that is the same for all of its kind; empty when it is.
  std::string_view refuse(const ucred& sender) const;

 private:
  bool may_speak(uid_t user) const;

  pid_t agent_;
  std::vector<uid_t> users_;
  std::string proc_;
  pid_t game_ = 0;
};

}  // namespace gamekeeper::process
