#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "process/process_host.hpp"

#include <functional>
#include <map>
#include <memory>

namespace gamekeeper::process {

/// How a hook ended.
struct hook_ended {
  exit_status status;
  bool timed_out = false;  ///< it was killed at its deadline
};

/// Commands that the agent runs beside the game, each with a deadline: past it the hook's whole group is
/// killed, and its end is waited for all the same. Hooks are children like the game, so their ends arrive at
/// the host's listener; ended() says which they are.
class hook_runner {
 public:
  hook_runner(process_host& host, base::clock& time, base::logger& log)
      : host_(host), time_(time), log_(log) {}

  /// Starts it; `on_end` is called once, from within ended(). A failure to start is the result, and then
  /// `on_end` is not called.
  boost::system::result<pid_t, spawn_failure> run(const spawn_spec& spec, base::time_point deadline,
                                                  std::function<void(hook_ended)> on_end);

  /// True when it was a hook's main process, and then the matter is dealt with.
  bool ended(const process_ended& one);
  /// Whether this process is a hook's, by its group: a hook that still runs is no part of the game.
  bool owns(const process_info& process) const { return running_.contains(process.group); }
  bool any() const noexcept { return !running_.empty(); }

 private:
  struct running {
    std::function<void(hook_ended)> on_end;
    std::unique_ptr<base::timer> alarm;
    bool timed_out = false;
  };
  void on_deadline(pid_t pid);

  process_host& host_;
  base::clock& time_;
  base::logger& log_;
  std::map<pid_t, running> running_;
};

}  // namespace gamekeeper::process
