#pragma once

#include "process/process_host.hpp"
#include "process/signals.hpp"

namespace gamekeeper::process {

/// Starts spec.command as execvp(3) would, but with the PATH of spec.environment: a word with a slash is not
/// searched, an entry that is missing or not executable is passed over, a script without "#!" is given to
/// /bin/sh. When this returns, the child has its own group and runs its program, so its group can be
/// signalled at once.
boost::system::result<pid_t, spawn_failure> spawn_command(const spawn_spec& spec,
                                                          const signal_block& signals);

/// The files that such a start reads, as far as they are known before it: the working directory, and the program or,
/// for a word that is searched, each place in PATH where it may be.
std::vector<std::string> files_read_by(const spawn_spec& spec);

}  // namespace gamekeeper::process
