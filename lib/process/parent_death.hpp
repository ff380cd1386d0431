#pragma once

#include "base/log.hpp"

#include <sys/types.h>

namespace gamekeeper::process {

/// Has the kernel send `signal` to this process when the thread that started it ends (prctl(2), PR_SET_PDEATHSIG); 0:
/// nothing is asked for. `parent` is what getppid(2) said when the program began. True when it had ended before the
/// kernel could be asked: nothing is sent then, and the caller has to act as if it had been. SIGKILL acts by itself.
bool follow_parent(int signal, pid_t parent, base::logger& log);

}  // namespace gamekeeper::process
