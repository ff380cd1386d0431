#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::telemetry {

/// The decision to end this deployment. Written before the platform is asked, so that an agent that was
/// killed and started again finishes the stop and starts no new match.
struct remembered {
  std::string request_id;  ///< of the deployment that it was decided for; of another one it means nothing
  std::string verdict;     ///< as in the log: "empty", "crashed", …
  std::string reason;
  base::wall_time decided_at{};
  std::optional<int> game_exit_code;  ///< 0 to 255; nothing while the game has not ended
  bool accepted = false;              ///< the platform has said yes
  friend bool operator==(const remembered&, const remembered&) = default;
};

/// Nothing when there is no such file. Refused, with the path and what is wrong: anything but a regular file
/// of ours or root's (denied; a symbolic link is not followed: /tmp is open to all), more than
/// limits::state_file_bytes (too_large), and what is not a state (malformed).
base::result<std::optional<remembered>> read_state(const std::string& path);

/// Replaces the file as a whole: written beside it with mode 0600, synced, renamed, the folder synced. On
/// failure, a full disk for one, the old content is intact and nothing is left beside it; only when the
/// folder cannot be synced the new content is in place already. Bytes that are not UTF-8 become '?'.
base::result<void> write_state(const std::string& path, const remembered& state);

/// The text of such a file. malformed names every member that is missing or wrong.
base::result<remembered> parse_state(std::string_view text);
/// What parse_state reads back as the same state, if its texts are UTF-8.
std::string format_state(const remembered& state);

}  // namespace gamekeeper::telemetry
