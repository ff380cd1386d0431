#pragma once

#include "gamekeeper/ctl/screens.hpp"
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
  /// How the answer is shown to a person; null: as it came.
  screen_maker show = status_screen;
};

/// Exit codes of the control commands, as documented in --help.
enum exit_code : int { done = 0, failed = 1, usage = 2, refused = 4, unreachable = 5, timed_out = 6 };

/// Asks, prints the answer (or why not), gives the exit code.
int ask_agent(const ctl_request& wanted);

/// The same for GET /v1/events: a line for each as it comes.
int print_events(const ctl_request& wanted);

/// The status on the whole screen, drawn again when something happens and every second, with its times
/// counting; until the agent ends or a signal comes. With `json` a line for every change instead.
int watch_status(const ctl_request& wanted);

/// For a container's health check: 0 when the game is there for players, else 1.
int check_health(const ctl_request& wanted);

}  // namespace gamekeeper::ctl
