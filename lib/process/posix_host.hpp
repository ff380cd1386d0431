#pragma once

#include "base/log.hpp"
#include "process/path_probe.hpp"
#include "process/process_host.hpp"
#include "process/signals.hpp"
#include "process/standard_streams.hpp"
#include "process/terminal.hpp"

namespace gamekeeper::process {

/// The real host. Reaps with waitid(P_ALL) whenever child_signal() is called: it must be the process's only
/// reaper.
class posix_host final : public process_host {
 public:
  /// With `adopt_orphans` it becomes the subreaper when it is not PID 1, so that orphans come to it either
  /// way (prctl(2)). A warning says when they will not come.
  posix_host(const signal_block& signals, base::logger& log, bool adopt_orphans = true);

  /// Processes of the agent's own, which descend from it but are no part of what it has started for others: they are
  /// not among the descendants, and no kill_tree() meets them.
  void exclude(condition own) { own_ = std::move(own); }

  void start(events listeners) override;
  boost::system::result<pid_t, spawn_failure> spawn(const spawn_spec& spec) override;
  base::result<void> signal_group(pid_t leader, int signal) override;
  base::result<void> signal_process(pid_t pid, int signal) override;
  std::vector<process_info> descendants() const override;
  std::vector<process_info> kill_tree(const condition& spared = {}) override;

  /// SIGCHLD arrived (they coalesce): reap everything that has ended. The listeners are called from here and
  /// only from here; they may call anything of this host.
  void child_signal();
  /// SIGCONT arrived: the game gets the terminal back before it is continued.
  void continue_signal() { jobs_.continued(); }
  /// At the end; the destructor does it, too. The terminal is in our foreground and belongs to us, as it was.
  void give_back_terminal() {
    jobs_.give_back();
    streams_.take_back();
  }

 private:
  void adopt_orphans(bool wanted);

  const signal_block& signals_;
  base::logger& log_;
  events listeners_;
  condition own_;
  job_control jobs_;
  own_streams streams_;
  path_probe files_;
  bool reaped_ = false;  ///< something ended since on_no_children was called last
};

}  // namespace gamekeeper::process
