#include "process/posix_host.hpp"

#include "base/limits.hpp"
#include "process/process_tree.hpp"
#include "process/spawn.hpp"

#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <unordered_set>

namespace gamekeeper::process {

namespace {

std::string described(pid_t target) {
  return target < 0 ? "process group " + std::to_string(-target) : "process " + std::to_string(target);
}

base::result<void> send(pid_t target, int signal) {
  if (::kill(target, signal) == 0) return {};
  const int number = errno;
  const auto whom = described(target);
  if (number == ESRCH) return base::error(base::errc::not_found, whom + " is gone");
  return base::system_failure("cannot send " + signal_name(signal) + " to " + whom, number);
}

/// 0, 1 and negative numbers mean "many" or "init" to kill(2): never by accident.
base::error no_target(pid_t target) {
  return base::error(base::errc::invalid_input,
                     described(target) + " cannot be signalled; a process id above 1 is needed");
}

exit_status status_of(const siginfo_t& ended) {
  exit_status status;
  if (ended.si_code == CLD_EXITED) {
    status.code = ended.si_status;
  } else {
    status.signal = ended.si_status;
    status.core_dumped = ended.si_code == CLD_DUMPED;
  }
  return status;
}

std::chrono::microseconds microseconds(const timeval& time) {
  return std::chrono::seconds(time.tv_sec) + std::chrono::microseconds(time.tv_usec);
}

process_usage usage_of(const rusage& used) {
  return {static_cast<std::uint64_t>(used.ru_maxrss) * 1024, microseconds(used.ru_utime),
          microseconds(used.ru_stime)};
}

/// waitid(2) with what the process has used, which only the system call itself gives.
long wait_for_any(siginfo_t& ended, rusage& used) {
  return ::syscall(SYS_waitid, P_ALL, 0, &ended, WEXITED | WSTOPPED | WNOHANG, &used);
}

/// The groups below us whose leader is below us too: those are the ones that hold nobody else's processes.
/// Ours is not among them.
std::vector<pid_t> own_groups(const std::vector<process_info>& tree) {
  std::vector<pid_t> groups;
  for (const auto& each : tree)
    if (each.pid == each.group) groups.push_back(each.group);
  return groups;
}

}  // namespace

posix_host::posix_host(const signal_block& signals, base::logger& log, bool adopt)
    : signals_(signals), log_(log) {
  adopt_orphans(adopt);
}

void posix_host::adopt_orphans(bool wanted) {
  if (::getpid() == 1) return;
  std::string why = "init.subreaper is off";
  if (wanted) {
    if (::prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0) return;
    why = base::system_failure("prctl(PR_SET_CHILD_SUBREAPER)", errno).message();
  }
  log_.warn(
      "orphans of the game will not come to the agent, which is not PID 1: they are neither reaped nor "
      "waited for",
      {{"why", why}});
}

void posix_host::start(events listeners) {
  listeners_ = std::move(listeners);
}

boost::system::result<pid_t, spawn_failure> posix_host::spawn(const spawn_spec& spec) {
  if (spec.probes_files && !files_.answers(files_read_by(spec)))
    return spawn_failure{126, spec.command.front() + ": its file system does not answer"};
  if (!spec.user.empty()) streams_.note();
  auto spawned = spawn_command(spec, signals_);
  if (spawned && spec.foreground) jobs_.started(*spawned);
  return spawned;
}

base::result<void> posix_host::signal_group(pid_t leader, int signal) {
  if (leader <= 1) return no_target(-leader);
  if (signal == SIGTSTP) jobs_.stop_was_asked_for();
  return send(-leader, signal);
}

base::result<void> posix_host::signal_process(pid_t pid, int signal) {
  if (pid <= 1) return no_target(pid);
  if (signal == SIGTSTP) jobs_.stop_was_asked_for();
  return send(pid, signal);
}

std::vector<process_info> posix_host::descendants() const {
  // No child means no descendant, and asking costs less than walking through /proc: the usual case when a
  // game ended.
  siginfo_t info{};
  if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) < 0 && errno == ECHILD) return {};
  auto tree = descendants_of(::getpid());
  if (own_) std::erase_if(tree, own_);
  return tree;
}

std::vector<process_info> posix_host::kill_tree(const condition& spared) {
  std::vector<process_info> killed;
  std::unordered_set<pid_t> known;
  for (int round = 0; round < base::limits::kill_rounds; ++round) {
    auto tree = descendants();
    if (spared) std::erase_if(tree, spared);
    // A process that is being killed cannot fork any more, so what a walk finds anew was made before the last
    // one's signals. A whole group is hit at one instant: that ends what forks and exits faster than /proc
    // can be read.
    for (const pid_t group : own_groups(tree)) ::kill(-group, SIGKILL);
    bool found_new = false;
    for (const auto& each : tree) {
      if (each.ended()) continue;
      ::kill(each.pid, SIGKILL);  // gone already is as good
      if (!known.insert(each.pid).second) continue;
      found_new = true;
      killed.push_back(each);
    }
    if (!found_new) return killed;
  }
  log_.error("processes appear faster than they can be killed",
             {{"killed", killed.size()}, {"rounds", base::limits::kill_rounds}});
  return killed;
}

void posix_host::child_signal() {
  bool any = false;
  for (;;) {
    siginfo_t ended{};
    rusage used{};
    if (wait_for_any(ended, used) < 0) {
      if (errno == EINTR) continue;
      // ECHILD. Orphans come to us, so no child means no descendant. A failed start's child that nobody saw
      // also leaves us here: only what was reported as ended can be the last.
      if (reaped_ && listeners_.on_no_children) {
        reaped_ = false;
        listeners_.on_no_children();
      }
      return;
    }
    if (ended.si_pid == 0) break;
    if (ended.si_code == CLD_STOPPED) {
      jobs_.stopped(ended.si_pid, ended.si_status);
      continue;
    }
    reaped_ = any = true;
    if (listeners_.on_ended) listeners_.on_ended({ended.si_pid, status_of(ended), usage_of(used)});
  }
  if (any && listeners_.on_some_left) listeners_.on_some_left();
}

}  // namespace gamekeeper::process
