#include "gamekeeper/check/launch.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <sched.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdio>

namespace gamekeeper::check {

namespace {

/// What failed in the child.
enum class step : int { descriptors, namespace_, mounts, program };
struct failure {
  step at = step::program;
  int error = 0;
};

bool write_file(const char* path, const char* text, std::size_t length) {
  const int fd = ::open(path, O_WRONLY | O_CLOEXEC);
  const bool written = fd >= 0 && ::write(fd, text, length) == static_cast<ssize_t>(length);
  if (fd >= 0) ::close(fd);
  return written;
}

// Root of a container can seldom make mounts, but often a user namespace in which it can: one with the same
// user and group alone.
bool own_mounts() {
  if (::unshare(CLONE_NEWNS) == 0) return true;
  const auto user = ::geteuid();
  const auto group = ::getegid();
  if (::unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0) return false;
  std::array<char, 64> line{};
  const auto map = [&line](const char* path, unsigned number) {
    const int length = std::snprintf(line.data(), line.size(), "%u %u 1", number, number);
    return write_file(path, line.data(), static_cast<std::size_t>(length));
  };
  return write_file("/proc/self/setgroups", "deny", 4) && map("/proc/self/uid_map", user) &&
         map("/proc/self/gid_map", group);
}

// The flags that a mount has keep their place: a user namespace may not take them away (mount_namespaces(7)).
unsigned long kept_flags(const char* path) {
  struct statvfs info {};
  unsigned long flags = 0;
  if (::statvfs(path, &info) != 0) return flags;
  if (info.f_flag & ST_NOSUID) flags |= MS_NOSUID;
  if (info.f_flag & ST_NODEV) flags |= MS_NODEV;
  if (info.f_flag & ST_NOEXEC) flags |= MS_NOEXEC;
  if (info.f_flag & ST_NOATIME) flags |= MS_NOATIME;
  if (info.f_flag & ST_NODIRATIME) flags |= MS_NODIRATIME;
  if (info.f_flag & ST_RELATIME) flags |= MS_RELATIME;
  return flags;
}

// As `docker run --read-only --tmpfs /tmp` has it: other mounts stay as they are.
bool make_root_read_only(const char* writable) {
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) return false;
  for (const char* folder : {"/tmp", writable})
    if (::mount(folder, folder, nullptr, MS_BIND | MS_REC, nullptr) != 0 && errno != ENOENT) return false;
  return ::mount(nullptr, "/", nullptr, MS_REMOUNT | MS_BIND | MS_RDONLY | kept_flags("/"), nullptr) == 0;
}

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> all;
  for (const auto& each : texts) all.push_back(const_cast<char*>(each.c_str()));
  all.push_back(nullptr);
  return all;
}

[[noreturn]] void give_up(int report, step at) {
  const failure what{at, errno};
  [[maybe_unused]] const auto written = ::write(report, &what, sizeof what);
  ::_exit(127);
}

/// By its path, where that leads to it: a process is called as the file that it was started from.
std::string own_program() {
  constexpr const char* link = "/proc/self/exe";
  std::array<char, PATH_MAX> path{};
  const auto length = ::readlink(link, path.data(), path.size() - 1);
  return length > 0 && ::access(path.data(), X_OK) == 0 ? path.data() : link;
}

[[noreturn]] void be_the_agent(const launch_plan& plan, const char* program, int report,
                               char* const* arguments, char* const* environment) {
  ::setpgid(0, 0);
  for (int number : {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGPIPE}) ::signal(number, SIG_DFL);
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  if (nothing < 0 || ::dup2(nothing, 0) < 0 || ::dup2(plan.output_fd, 1) < 0 || ::dup2(plan.output_fd, 2) < 0)
    give_up(report, step::descriptors);
  if (plan.read_only_root && !own_mounts()) give_up(report, step::namespace_);
  if (plan.read_only_root && !make_root_read_only(plan.writable.c_str())) give_up(report, step::mounts);
  ::prctl(PR_SET_PDEATHSIG, SIGTERM);
  ::execve(program, arguments, environment);
  give_up(report, step::program);
}

base::error explained(const failure& what) {
  switch (what.at) {
    case step::descriptors:
      return base::system_failure("/dev/null cannot be opened", what.error);
    case step::namespace_:
      return {base::errc::denied,
              base::system_failure("no mount namespace can be made here", what.error).message()};
    case step::mounts:
      return {base::errc::denied,
              base::system_failure("the root cannot be mounted read-only", what.error).message()};
    case step::program:
      break;
  }
  return base::system_failure("gamekeeper cannot start itself", what.error);
}

}  // namespace

base::result<pid_t> launch(const launch_plan& plan) {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) return base::system_failure("no pipe", errno);
  const base::unique_fd reading(ends[0]);
  base::unique_fd writing(ends[1]);
  const auto program = own_program();
  auto words = plan.arguments;
  words.insert(words.begin(), "gamekeeper");
  const auto arguments = pointers_to(words);
  const auto environment = pointers_to(plan.environment);
  const pid_t pid = ::fork();
  if (pid < 0) return base::system_failure("no process can be made", errno);
  if (pid == 0) be_the_agent(plan, program.c_str(), writing.get(), arguments.data(), environment.data());
  writing.reset();
  failure what;
  const auto got = ::read(reading.get(), &what, sizeof what);
  if (got != static_cast<ssize_t>(sizeof what)) return pid;
  ::waitpid(pid, nullptr, 0);
  return explained(what);
}

}  // namespace gamekeeper::check
