#pragma once

#include "emulator/platform/containers.hpp"
#include "process/process_host.hpp"

#include <sys/types.h>

#include <vector>

namespace gamekeeper::emulator {

/// The first process of a container that an earlier emulator has left, 0 when it has ended: the one that was recorded;
/// or, when that emulator was killed between starting it and recording it, the member that leads a group and that no
/// other member has started.
pid_t find_first_process(const std::vector<process::process_info>& members, const orphaned_container& left);

}  // namespace gamekeeper::emulator
