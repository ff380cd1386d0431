#pragma once

#include "lifecycle/types.hpp"

#include <string>
#include <variant>

namespace gamekeeper::lifecycle {

/// `dry_run`: what would have been decided now. Said once until its cause is gone.
struct would_end {
  verdict why = verdict::stop_requested;
  std::string reason;
};
/// The server will be ended for its uptime after `left`.
struct uptime_warning {
  duration left{};
};
struct hold_expired {
  std::string id;
};
struct veto_heard {
  bool not_yet = false;
  std::string reason;
  duration again_in{};  ///< with not_yet
};
/// The veto hook has delayed the end as long as it may.
struct veto_overruled {};
/// The platform says that it has done with the deployment, and people play: its SIGTERM is waited for.
struct platform_end_doubted {
  std::string reason;
};
/// The game ended and will be started again after `wait`, once what is left of it is gone.
struct restart_scheduled {
  verdict why = verdict::crashed;
  std::string reason;
  duration wait{};
  int left = 0;  ///< restarts that the budget still holds, this one not counted
};
/// The platform is asked to stop the deployment once more after this time.
struct retry_scheduled {
  duration wait{};
};
/// The platform refuses the token for good.
struct stop_refused {};
/// The platform accepted the stop and never sent SIGTERM.
struct linger_expired {};

/// What has been decided about the deployment and asks for nothing: it is logged and recorded.
using announcement =
    std::variant<would_end, uptime_warning, hold_expired, veto_heard, veto_overruled, platform_end_doubted,
                 restart_scheduled, retry_scheduled, stop_refused, linger_expired>;

}  // namespace gamekeeper::lifecycle
