#include "process/hook.hpp"

#include <signal.h>

namespace gamekeeper::process {

boost::system::result<pid_t, spawn_failure> hook_runner::run(const spawn_spec& spec,
                                                             base::time_point deadline,
                                                             std::function<void(hook_ended)> on_end) {
  auto probed = spec;
  probed.probes_files = true;  // while a game runs nothing may keep the agent waiting
  auto started = host_.spawn(probed);
  if (!started) return started;
  const pid_t pid = *started;
  auto& entry = running_[pid];
  entry.on_end = std::move(on_end);
  entry.alarm = time_.make_timer();
  entry.alarm->arm(deadline, [this, pid] { on_deadline(pid); });
  return started;
}

void hook_runner::on_deadline(pid_t pid) {
  const auto found = running_.find(pid);
  if (found == running_.end()) return;
  found->second.timed_out = true;
  log_.warn("a hook takes too long and is killed", {{"pid", pid}});
  // It may have ended this very moment; then its end is on the way.
  (void)host_.signal_group(pid, SIGKILL);
}

bool hook_runner::ended(const process_ended& one) {
  const auto found = running_.find(one.pid);
  if (found == running_.end()) return false;
  const auto entry = std::move(found->second);
  running_.erase(found);  // first, for on_end may run the next one
  entry.on_end({one.status, entry.timed_out});
  return true;
}

}  // namespace gamekeeper::process
