#include "process/parent_death.hpp"

#include "base/error.hpp"

#include <sys/prctl.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace gamekeeper::process {

bool follow_parent(int signal, pid_t parent, base::logger& log) {
  if (signal == 0) return false;
  if (::prctl(PR_SET_PDEATHSIG, signal) != 0) {
    log.warn("the end of the process that started the agent will not be noticed",
             {{"what", base::system_failure("prctl(PR_SET_PDEATHSIG)", errno).message()}});
    return false;
  }
  if (::getppid() == parent) return false;
  if (signal == SIGKILL) ::raise(SIGKILL);
  return true;
}

}  // namespace gamekeeper::process
