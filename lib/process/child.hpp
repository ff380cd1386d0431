#pragma once

#include "process/resource_limit.hpp"
#include "process/signals.hpp"
#include "process/user.hpp"

#include <optional>
#include <vector>

namespace gamekeeper::process {

/// What a new process does between its birth and its program, in this order. Everything is worked out
/// beforehand: the child only makes system calls.
struct child_plan {
  child_signals signals;
  int terminal = -1;  ///< whose foreground group it becomes; -1: none
  int input_fd = -1;  ///< in place of stdin, stdout and stderr; -1: as they are
  int output_fd = -1;
  int error_fd = -1;
  const char* folder = nullptr;  ///< its working directory; null: ours
  std::vector<resource_limit> limits;
  std::optional<user_identity> user;
  bool no_new_privileges = false;
  int parent_death_signal = 0;  ///< 0: none
};

/// Where it failed.
enum class child_step {
  fork,
  group,
  descriptors,
  folder,
  limit,
  groups,
  group_id,
  user_id,
  privileges,
  parent_death,
  program
};

struct child_failure {
  child_step at = child_step::program;
  int error = 0;  ///< errno's value; 0: nothing failed
  int limit = 0;  ///< with child_step::limit: which resource
};

/// Makes a child that shares our memory until its program runs (clone(2) with CLONE_VM and CLONE_VFORK, as
/// posix_spawn(3), which can do only half of the plan): the time it takes does not grow with our memory. All
/// signals have to be blocked. With a failure nothing is left: the child has been reaped.
child_failure start_child(const child_plan& plan, const char* program, char* const* arguments,
                          char* const* environment, pid_t& pid);

}  // namespace gamekeeper::process
