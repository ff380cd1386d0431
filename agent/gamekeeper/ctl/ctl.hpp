#pragma once

#include "net/http.hpp"

#include <optional>
#include <string>

namespace gamekeeper::ctl {

/// The commands that talk to a running agent: each is one request of the local API.
struct ctl_request {
  net::http_request request;
  std::optional<std::string> socket;  ///< --socket; else GAMEKEEPER_SOCKET, else where an agent would put it
  bool json = false;                  ///< print the answer as it came
  bool curl = false;                  ///< print the curl command instead of asking
};

/// Exit codes of the control commands, as documented in --help.
enum exit_code : int { done = 0, failed = 1, refused = 4, unreachable = 5, timed_out = 6 };

/// Asks, prints the status (or why not), gives the exit code.
int ask_agent(const ctl_request& wanted);

}  // namespace gamekeeper::ctl
