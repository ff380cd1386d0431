#include "process/child.hpp"

#include "process/standard_streams.hpp"

#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace gamekeeper::process {

namespace {

constexpr std::size_t stack_bytes = 64 * 1024;

/// Only for a kernel or a seccomp profile without close_range(2): more descriptors than this an agent that
/// was just started cannot have inherited.
constexpr rlim_t closed_one_by_one = 65'536;

/// What the child gets to see; it is in our memory, so its answer comes back through it.
struct birth {
  const child_plan& plan;
  const char* program;
  char* const* arguments;
  char* const* environment;
  pid_t parent;
  child_failure failure;
};

/// From here to run_child everything runs in the child, on a stack of its own and in the parent's memory:
/// system calls and nothing else. No allocation, no lock, no destructor. The C library's setuid and setgroups
/// are not used: they would signal the parent's other threads.
bool failed(birth& b, child_step at, long outcome) {
  if (outcome >= 0) return false;
  b.failure.at = at;
  b.failure.error = errno;
  return true;
}

void set_dispositions(const child_signals& signals) {
  struct sigaction action {};
  for (int number = 1; number < NSIG; ++number) {
    const bool ignore = sigismember(&signals.ignored, number) == 1;
    if (!ignore && sigismember(&signals.defaults, number) != 1) continue;
    action.sa_handler = ignore ? SIG_IGN : SIG_DFL;
    ::sigaction(number, &action, nullptr);
  }
}

bool place_descriptors(birth& b) {
  const auto& plan = b.plan;
  const int wanted[] = {plan.input_fd, plan.output_fd, plan.error_fd};
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd)
    if (wanted[fd] >= 0 && failed(b, child_step::descriptors, ::dup2(wanted[fd], fd))) return false;
  if (::syscall(SYS_close_range, STDERR_FILENO + 1, ~0U, 0) == 0) return true;
  rlimit most{};
  ::getrlimit(RLIMIT_NOFILE, &most);
  const auto end = static_cast<int>(std::min(most.rlim_cur, closed_one_by_one));
  for (int fd = STDERR_FILENO + 1; fd < end; ++fd) ::close(fd);
  return true;
}

bool apply_limits(birth& b) {
  for (const auto& each : b.plan.limits) {
    if (!failed(b, child_step::limit,
                ::setrlimit(static_cast<__rlimit_resource>(each.resource), &each.value)))
      continue;
    b.failure.limit = each.resource;
    return false;
  }
  return true;
}

bool become_user(birth& b) {
  if (!b.plan.user) return true;
  const auto& who = *b.plan.user;
  give_standard_streams(who.user);
  return !failed(b, child_step::groups, ::syscall(SYS_setgroups, who.groups.size(), who.groups.data())) &&
         !failed(b, child_step::group_id, ::syscall(SYS_setresgid, who.group, who.group, who.group)) &&
         !failed(b, child_step::user_id, ::syscall(SYS_setresuid, who.user, who.user, who.user));
}

/// After the user is changed, which clears it (prctl(2)); and the parent may have died before the call.
bool die_with_parent(birth& b) {
  if (b.plan.parent_death_signal == 0) return true;
  if (failed(b, child_step::parent_death, ::prctl(PR_SET_PDEATHSIG, b.plan.parent_death_signal)))
    return false;
  if (::getppid() != b.parent) ::_exit(1);
  return true;
}

bool prepare(birth& b) {
  const auto& plan = b.plan;
  set_dispositions(plan.signals);
  if (failed(b, child_step::group, ::setpgid(0, 0))) return false;
  if (plan.terminal >= 0) {
    const pid_t self = ::getpid();
    ::ioctl(plan.terminal, TIOCSPGRP, &self);  // a terminal that went away meanwhile is no reason not to play
  }
  if (plan.folder && failed(b, child_step::folder, ::chdir(plan.folder))) return false;
  if (!place_descriptors(b) || !apply_limits(b) || !become_user(b)) return false;
  if (plan.no_new_privileges && failed(b, child_step::privileges, ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)))
    return false;
  return die_with_parent(b);
}

#if defined(__SANITIZE_ADDRESS__)
__attribute__((no_sanitize("address")))
#endif
int run_child(void* given) {
  auto& b = *static_cast<birth*>(given);
  if (prepare(b)) {
    ::sigprocmask(SIG_SETMASK, &b.plan.signals.mask, nullptr);
    ::execve(b.program, b.arguments, b.environment);
    failed(b, child_step::program, -1);
  }
  ::_exit(127);
}

/// A stack for the child; the parent waits while it is used.
class child_stack {
 public:
  child_stack()
      : memory_(::mmap(nullptr, stack_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK,
                       -1, 0)) {}
  ~child_stack() {
    if (valid()) ::munmap(memory_, stack_bytes);
  }
  child_stack(const child_stack&) = delete;
  child_stack& operator=(const child_stack&) = delete;
  bool valid() const { return memory_ != MAP_FAILED; }
  void* top() const { return static_cast<char*>(memory_) + stack_bytes; }

 private:
  void* memory_;
};

}  // namespace

child_failure start_child(const child_plan& plan, const char* program, char* const* arguments,
                          char* const* environment, pid_t& pid) {
  const child_stack stack;
  if (!stack.valid()) return {child_step::fork, errno, 0};
  birth b{plan, program, arguments, environment, ::getpid(), {}};
  const pid_t child = ::clone(run_child, stack.top(), CLONE_VM | CLONE_VFORK | SIGCHLD, &b);
  if (child < 0) return {child_step::fork, errno, 0};
  if (b.failure.error == 0)
    pid = child;
  else
    while (::waitpid(child, nullptr, 0) < 0 && errno == EINTR) {
    }
  return b.failure;
}

}  // namespace gamekeeper::process
