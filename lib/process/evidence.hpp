#pragma once

#include "process/process_host.hpp"

#include <string>
#include <vector>

namespace gamekeeper::process {

/// What the kernel tells about processes that hang: of each the name and state, and of each of its threads
/// name, state, what it waits in (wchan), its system call with arguments, and the kernel's stack where we
/// may read it (root with CAP_SYS_ADMIN; proc(5)). Text for people, at most limits::evidence_bytes and
/// limits::evidence_threads; what cannot be read is left out. Never waits.
std::string collect_evidence(const std::vector<process_info>& tree, const std::string& proc = "/proc");

}  // namespace gamekeeper::process
