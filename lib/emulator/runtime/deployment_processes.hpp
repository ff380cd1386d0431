#pragma once

#include "process/process_host.hpp"

#include <cstdint>
#include <functional>
#include <optional>
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
struct process_view {
  std::function<std::vector<process::process_info>()> all;  ///< at least those below us
  environment_reader environment_of;                        ///< empty: environments do not count
  std::function<std::optional<std::uint64_t>(pid_t)> start_ticks_of;
  pid_t self = 0;  ///< the emulator's own process: what is below it was started here
  std::string
      mark;  ///< of this emulator and of those before it with the same state; empty: no stranger counts
};
/// The real one: every process of this PID namespace, since those of an earlier emulator are nobody's below us.
process_view whole_machine(std::string mark);

/// The value of a variable in `environ`; empty when it has none.
std::string_view variable_in(std::string_view environ, std::string_view name) noexcept;
/// That of ARBITRIUM_REQUEST_ID.
std::string_view request_id_in(std::string_view environ) noexcept;

}  // namespace gamekeeper::emulator
