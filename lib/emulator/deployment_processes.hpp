#pragma once

#include "process/process_host.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// The environment of a process as /proc/PID/environ holds it (NAME=value, NUL between); empty when it cannot
/// be read.
using environment_reader = std::function<std::string(pid_t)>;
std::string read_proc_environment(pid_t pid);

/// When a process started, in clock ticks since the boot (/proc/PID/stat, field 22): with its pid this names it
/// for ever. Nothing when there is none, or only its zombie.
std::optional<std::uint64_t> read_start_ticks(pid_t pid);

/// How the runtime looks at this machine's processes. Tests put tables in their place.
struct process_sight {
  std::function<std::vector<process::process_info>()> all;  ///< at least those below us
  environment_reader environment_of;
  std::function<std::optional<std::uint64_t>(pid_t)> start_ticks_of;
};
/// The real one: every process of this PID namespace, since those of an earlier emulator are nobody's below us.
process_sight whole_machine();

/// The value of ARBITRIUM_REQUEST_ID in `environ`; empty when it has none.
std::string_view request_id_in(std::string_view environ) noexcept;

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
