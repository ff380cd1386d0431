#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::settings {

/// When the game counts as ready for players.
struct ready_condition {
  enum class kind {
    start,   ///< "start": as soon as it runs
    notify,  ///< "notify": READY=1 on $NOTIFY_SOCKET (sd_notify(3)), or POST /v1/ready
    api,     ///< "api": POST /v1/ready
    tcp,  ///< "tcp:PORT": a process of the game listens on that port, by number or by its name in the mapping
    udp,  ///< "udp:PORT": a process of the game has bound it
    file,  ///< "file:PATH": that file exists
    log,   ///< "log:PATTERN": a line of its output matches
  };
  kind what = kind::start;
  std::string text;  ///< the port, the path or the pattern
  friend bool operator==(const ready_condition&, const ready_condition&) = default;
};

/// invalid_input names what is wrong and what is allowed.
base::result<ready_condition> parse_ready_condition(std::string_view text);

}  // namespace gamekeeper::settings
