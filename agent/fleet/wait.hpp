#pragma once

#include "fleet/session.hpp"

#include <string>

namespace gamekeeper::fleet {

enum class wait_goal { ready, terminated };

struct wait_options {
  std::string request_id;
  wait_goal goal = wait_goal::ready;
  base::duration timeout = std::chrono::minutes(5);
  base::duration interval = std::chrono::milliseconds(500);
  bool silent = false;  ///< nothing on stdout at the end
};

/// Asks for the status until the deployment is there: `done`, and its status is shown. `ended_otherwise` when
/// it can get there no more (waiting for ready: ERROR, TERMINATED, gone), `timed_out` when time is up; both
/// name the last status. A deployment that was seen and is then unknown (400, 404, 410) has terminated.
/// Failures that pass are waited out. On a terminal, one line on stderr tells the status and for how long.
command wait(session& s, wait_options options);

}  // namespace gamekeeper::fleet
