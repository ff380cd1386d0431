#pragma once

#include "base/error.hpp"

#include <sys/types.h>

#include <string>
#include <vector>

namespace gamekeeper::check {

/// The agent as a child of ours, in a process group of its own, with nothing on its stdin; it gets SIGTERM when
/// we die.
struct launch_plan {
  std::vector<std::string> arguments;    ///< of our own executable, without its name
  std::vector<std::string> environment;  ///< NAME=VALUE
  int output_fd = -1;                    ///< its stdout and stderr
  /// In a mount namespace whose root is read-only, with /tmp and `writable` left as they are.
  bool read_only_root = false;
  std::string writable;
};

/// The child runs its program when this returns. `denied` when there may be no such namespace here.
base::result<pid_t> launch(const launch_plan& plan);

}  // namespace gamekeeper::check
