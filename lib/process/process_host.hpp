#pragma once

#include "base/error.hpp"
#include "process/exit_status.hpp"
#include "process/resource_limit.hpp"

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace gamekeeper::process {

/// What to start. The child gets its own process group and no descriptor beyond 0, 1 and 2.
struct spawn_spec {
  std::vector<std::string>
      command;  ///< at least one word; looked up in PATH of `environment` like a shell does
  std::vector<std::string> environment;  ///< NAME=value
  int input_fd = -1;                     ///< in place of stdin; -1: ours
  int output_fd = -1;                    ///< in place of stdout; -1: ours
  int error_fd = -1;                     ///< in place of stderr; -1: where output_fd says
  /// Make it the foreground group of our controlling terminal, if there is one and it is ours to give.
  bool foreground = false;
  /// Mask and ignored signals exactly as the agent was started with; see signal_block.
  bool keep_signal_dispositions = false;
  int parent_death_signal = 0;    ///< from the kernel when the agent dies, prctl(2); 0: none
  std::string working_directory;  ///< absolute; relative words of command and PATH count from it; empty: ours
  std::string user;               ///< as find_user() takes it; empty: ours
  bool no_new_privileges = false;      ///< no program below it gains any by set-user-id, prctl(2)
  std::vector<resource_limit> limits;  ///< set before the user is changed
  /// Asks the file systems of the program and its folder first, and gives up on them as path_probe does.
  bool probes_files = false;
  /// Why it cannot be started, found out before: spawn gives it back with 126 and starts nothing.
  std::string refused;
};

/// Why nothing was started, with the exit code that a shell would give: 127 not found, 126 found but not
/// executable, or the system refused.
struct spawn_failure {
  /// Not an aggregate: result<pid_t, spawn_failure> could not tell a pid from an exit code otherwise.
  spawn_failure() = default;
  spawn_failure(int code, std::string text) : exit_code(code), message(std::move(text)) {}
  int exit_code = 0;
  std::string message;
};

/// What a process has used, with those of its children that it waited for (getrusage(2)).
struct process_usage {
  /// The most that was resident at a time. Never less than what the agent itself has resident, for the new
  /// process starts in its memory.
  std::uint64_t peak_memory_bytes = 0;
  std::chrono::microseconds user_time{};
  std::chrono::microseconds system_time{};
  friend bool operator==(const process_usage&, const process_usage&) = default;
};

struct process_ended {
  pid_t pid = 0;
  exit_status status;
  process_usage usage = {};
};

struct process_info {
  pid_t pid = 0;
  pid_t parent = 0;
  pid_t group = 0;
  char state = '?';           ///< proc(5): R S D Z T …
  std::string name;           ///< comm
  int threads = 1;            ///< that are left of it
  std::uint64_t started = 0;  ///< in clock ticks since the machine's start; with the pid it is unique

  /// A zombie whose other threads live has only lost its first one: it goes on, and it can be signalled.
  bool ended() const noexcept { return (state == 'Z' || state == 'X') && threads <= 1; }
};

/// The seam between decisions and the system's processes.
class process_host {
 public:
  struct events {
    std::function<void(process_ended)> on_ended;  ///< every process that was reaped, ours or an orphan
    std::function<void()>
        on_no_children;  ///< once after the last was reaped: nothing is left, not even an orphan
    /// Once after each batch that was reaped together, when something is left: what costs a look at all processes
    /// belongs here and not into on_ended.
    std::function<void()> on_some_left = {};
  };

  using condition = std::function<bool(const process_info&)>;

  virtual ~process_host() = default;
  virtual void start(events listeners) = 0;
  virtual boost::system::result<pid_t, spawn_failure> spawn(const spawn_spec& spec) = 0;
  /// To the whole process group that `leader` leads. not_found when it is gone.
  virtual base::result<void> signal_group(pid_t leader, int signal) = 0;
  /// To that process alone, which must be a descendant or not reaped yet.
  virtual base::result<void> signal_process(pid_t pid, int signal) = 0;
  /// Everything that descends from the agent, those included that changed their session or lost their parent.
  /// Zombies too: they have ended and wait for their parent.
  virtual std::vector<process_info> descendants() const = 0;
  /// SIGKILL to every descendant but those that are `spared`, looked up again until no new one appears
  /// (limits::kill_rounds). Gives those it signalled, without zombies. They end later: on_ended tells.
  virtual std::vector<process_info> kill_tree(const condition& spared = {}) = 0;
};

[[noreturn]] void throw_exception_from_error(const spawn_failure& failure,
                                             const boost::source_location& where);

}  // namespace gamekeeper::process
