#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "emulator/model/catalogue.hpp"
#include "process/exit_status.hpp"

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <set>
#include <string>
#include <vector>

namespace gamekeeper::emulator {

struct container_spec {
  std::string id;  ///< the deployment's request id
  std::vector<std::string> command;
  std::vector<std::string> environment;  ///< NAME=value
  std::string log_file;                  ///< stdout and stderr are appended to it
  base::duration termination_grace{};
  restart_policy restart = restart_policy::always;
};

struct container_event {
  enum class kind { started, start_failed, exited, restarting, signalled, adopted, lost };
  kind what = kind::started;
  pid_t pid = 0;                  ///< of the process that it is about, where there is one
  process::exit_status status;    ///< exited
  bool status_known = true;       ///< exited: false when it was not our child, so that nobody told us
  std::uint64_t start_ticks = 0;  ///< started: see container_record
  std::uint64_t output_at = 0;    ///< started, exited: how long the log file was then
  std::string detail;  ///< signalled: the signal's name; start_failed: why; restarting: after which wait
};

/// What an emulator that starts again knows of a container of the one before.
struct orphaned_container {
  container_spec spec;
  pid_t pid = 0;  ///< of its first process, 0: none was known of
  std::uint64_t start_ticks = 0;
  bool stopping = false;  ///< it had been asked to end
};

/// The seam to whatever runs the deployments.
class containers {
 public:
  struct listener {
    std::function<void(const std::string& id, const container_event& event)> on_event;
    /// Nothing of it is left and nothing will be started again. Can be called from inside stop().
    std::function<void(const std::string& id)> on_gone;
  };

  virtual ~containers() = default;
  virtual void listen(listener told) = 0;
  /// Starts it. A failure means that nothing runs and nothing will.
  virtual base::result<void> run(container_spec spec) = 0;
  /// Takes over what an earlier emulator has left, all of it at once: watches each, or says that it is lost and
  /// goes on as after an end with an unknown status. One that was being stopped is asked to end again. Gives the
  /// ids of those of which there is something or was; nothing is told of the others. on_gone can be called from
  /// inside.
  virtual std::set<std::string> adopt(std::vector<orphaned_container> all) = 0;
  /// SIGTERM to its first process, SIGKILL to all that is left after the grace, then on_gone. Again, or for
  /// an unknown id: nothing happens.
  virtual void stop(const std::string& id) = 0;
  /// SIGKILL to all of it, and then as if it had ended by itself.
  virtual void kill(const std::string& id) = 0;
  /// SIGKILL to whatever is left, when the emulator cannot wait any longer.
  virtual void kill_everything() = 0;
  virtual bool runs(const std::string& id) const = 0;
};

}  // namespace gamekeeper::emulator
