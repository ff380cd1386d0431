#pragma once

#include "process/process_host.hpp"

#include <functional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// The environment of a process as /proc/PID/environ holds it (NAME=value, NUL between); empty when it cannot
/// be read.
using environment_reader = std::function<std::string(pid_t)>;
std::string read_proc_environment(pid_t pid);

/// Whether `environ` has ARBITRIUM_REQUEST_ID=<request_id>, whole.
bool carries_request_id(std::string_view environ, std::string_view request_id) noexcept;

/// Those of `all` that belong to a deployment: its first process, that process's group, whoever carries the
/// deployment's id in its environment, those in `seen`, and everything below any of them. Zombies are left
/// out: they hold nothing, and only their parent can make them go. A container's PID namespace would leave
/// nothing; without one, a process that cleared its environment, left its group and lost its parent unseen
/// cannot be found.
std::vector<pid_t> processes_of(std::string_view request_id, pid_t first, const std::set<pid_t>& seen,
                                const std::vector<process::process_info>& all,
                                const environment_reader& environment_of);

}  // namespace gamekeeper::emulator
