#include "gamekeeper/doctor/surroundings.hpp"

#include "base/fd.hpp"
#include "base/limits.hpp"
#include "gamekeeper/doctor/stop_signal.hpp"
#include "process/cgroup.hpp"
#include "process/proc_file.hpp"
#include "process/user.hpp"
#include "settings/state_location.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>

namespace gamekeeper::doctor {

using findings::finding;
using findings::outcome;

namespace {

std::string file(const std::string& path) {
  auto text = process::read_text(path, base::limits::proc_file_bytes);
  return text ? std::move(*text) : std::string();
}

std::string in_mb(std::uint64_t bytes) {
  return std::to_string((bytes + 512 * 1024) / (1024 * 1024)) + " MB";
}

finding first_process() {
  if (::getpid() == 1) return {outcome::ok, "PID 1", "it is gamekeeper, as an entrypoint should be"};
  auto name = file("/proc/1/comm");
  name.erase(std::min(name.find('\n'), name.size()));
  if (name == "gamekeeper") return {outcome::ok, "PID 1", "it is gamekeeper"};
  constexpr std::array<std::string_view, 7> shells = {"sh", "bash", "dash", "ash", "busybox", "zsh", "su"};
  if (std::find(shells.begin(), shells.end(), name) != shells.end())
    return {
        outcome::warn, "PID 1", "it is " + name + ", which keeps the platform's SIGTERM from what it started",
        "Write ENTRYPOINT [\"gamekeeper\", \"run\", \"--\"] as a JSON array, or `exec gamekeeper run -- ...` "
        "as the script's last line"};
  return {outcome::ok, "PID 1",
          "it is " + (name.empty() ? "somebody else" : name) +
              "; beside it gamekeeper takes orphans in as a subreaper"};
}

finding identity(const settings::agent_settings& chosen, std::string_view status) {
  const auto number = ::getuid();
  std::string who = "uid " + std::to_string(number) + ", gid " + std::to_string(::getgid());
  if (chosen.game.user.empty()) return {outcome::ok, "user", who};
  const auto wanted = process::find_user(chosen.game.user);
  if (!wanted)
    return {outcome::fail, "user", "game.user: " + wanted.error().message(),
            "The game is not started as long as that user is not in the image's /etc/passwd"};
  who += "; the game becomes uid " + std::to_string(wanted->user);
  if (wanted->user == number || has_capability(status, CAP_SETUID)) return {outcome::ok, "user", who};
  return {outcome::fail, "user", who + ", and CAP_SETUID is missing",
          "Start the container as root with CAP_SETUID and CAP_SETGID, or leave game.user out"};
}

finding privileges(std::string_view status) {
  const auto value = [status](std::string_view key) {
    return std::string(process::value_of(status, key).substr(0, 32));
  };
  return {outcome::ok, "privileges",
          "capabilities " + value("CapEff") + ", no_new_privs " + value("NoNewPrivs") + ", seccomp " +
              value("Seccomp")};
}

// Asked by making a file, for access(2) says yes to root for a folder such as /proc. 0, or errno's value.
int refusal_of(const std::string& folder) {
  const auto path = folder + "/.gamekeeper-doctor-" + std::to_string(::getpid());
  const base::unique_fd made(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
  if (!made.valid()) return errno;
  ::unlink(path.c_str());
  return 0;
}

bool read_only(const char* path) {
  struct statvfs info {};
  return ::statvfs(path, &info) == 0 && (info.f_flag & ST_RDONLY) != 0;
}

finding root_folder() {
  const bool temporary = refusal_of("/tmp") == 0;
  const std::string tmp = temporary ? "/tmp can be written to" : "/tmp cannot be written to";
  return {outcome::ok, "root", std::string(read_only("/") ? "read-only" : "not read-only") + "; " + tmp};
}

enum class listens { nobody, somebody, no_socket };

listens who_listens(const std::string& path) {
  struct stat info {};
  if (::stat(path.c_str(), &info) != 0 || !S_ISSOCK(info.st_mode)) return listens::no_socket;
  const base::unique_fd client(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.data(), std::min(path.size(), sizeof address.sun_path - 1));
  const bool connected =
      ::connect(client.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
  return connected ? listens::somebody : listens::nobody;
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == 0 || slash == std::string::npos ? "/" : path.substr(0, slash);
}

finding cannot_be_made(std::string what, const std::string& path, int why, std::string_view lost,
                       std::string_view remedy) {
  return {outcome::fail, std::move(what),
          path + " cannot be made: " + folder_of(path) + ": " + std::strerror(why) + "; " + std::string(lost),
          "Give the container a folder that uid " + std::to_string(::getuid()) + " can write to " +
              std::string(remedy)};
}

finding control_socket(const settings::location& chosen) {
  const auto path = chosen.resolve(settings::control_socket_name);
  if (!path) return {outcome::skip, "socket", "off"};
  if (who_listens(*path) == listens::somebody)
    return {outcome::ok, "socket", *path + ": an agent answers there"};
  const int why = refusal_of(folder_of(*path));
  if (why == 0) return {outcome::ok, "socket", *path};
  return cannot_be_made("socket", *path, why, "the local API would be missing",
                        "(--tmpfs /tmp) or name another one with --control-socket");
}

bool keeps_files(const std::string& folder) {
  struct stat about {};
  return ::stat(folder.c_str(), &about) == 0 && S_ISDIR(about.st_mode) &&
         ::access(folder.c_str(), W_OK | X_OK) == 0 && settings::loss_at_restart(folder).empty();
}

// Where the agent would put the state file by itself, or the first volume that is mounted here; empty: nothing lasts.
std::string lasting_folder() {
  if (const auto own = settings::state_path({}); own && keeps_files(folder_of(*own))) return folder_of(*own);
  const auto mounts = file("/proc/self/mountinfo");
  for (std::string_view rest = mounts; !rest.empty();) {
    auto line = process::take_until(rest, '\n');
    for (int field = 0; field < 4; ++field)
      process::take_until(line, ' ');  // proc(5): the fifth is the mount point
    const std::string folder(process::take_until(line, ' '));
    const bool of_kernel =
        folder.starts_with("/proc") || folder.starts_with("/sys") || folder.starts_with("/dev");
    if (!of_kernel && folder != "/" && keeps_files(folder)) return folder;
  }
  return {};
}

finding state_file(const settings::location& chosen) {
  constexpr std::string_view forgotten =
      "an agent that is killed and started again would forget that the end was decided";
  const auto path = settings::state_path(chosen);
  if (!path) return {outcome::skip, "state file", "off"};
  const int why = refusal_of(folder_of(*path));
  if (why != 0)
    return cannot_be_made("state file", *path, why, forgotten,
                          "(a volume at /var/lib/gamekeeper) or name another one with --state-file");
  const auto loss = settings::loss_at_restart(folder_of(*path));
  if (loss.empty()) return {outcome::ok, "state file", *path};
  const auto better = lasting_folder();
  return {outcome::warn, "state file", *path + ": " + loss + "; " + std::string(forgotten),
          better.empty()
              ? "Mount a volume at /var/lib/gamekeeper (docker run -v, an emptyDir in a pod), which uid " +
                    std::to_string(::getuid()) + " can write to"
              : "This place lasts: --state-file " + better + "/" + std::string(settings::state_file_name)};
}

std::string processors(double count) {
  std::array<char, 32> text{};
  const auto [end, ec] =
      std::to_chars(text.data(), text.data() + text.size(), count, std::chars_format::fixed, 2);
  return {text.data(), end};
}

finding control_group(const edgegap::injected_environment& injected) {
  const auto group = process::cgroup::find();
  if (group.version() == 0)
    return {outcome::warn, "cgroup",
            "none can be seen: memory, throttling and out-of-memory kills are unknown",
            "Mount /sys/fs/cgroup (read-only is enough)"};
  const auto used = group.usage();
  std::string text = "version " + std::to_string(group.version()) + "; memory ";
  text += (used.memory_bytes ? in_mb(*used.memory_bytes) : "unknown") + " of " +
          (used.memory_limit_bytes ? in_mb(*used.memory_limit_bytes) : "no limit");
  text += "; CPU " + (used.cpu_limit ? processors(*used.cpu_limit) : "no limit");
  const auto promised = static_cast<std::uint64_t>(injected.memory_mb.value_or(0)) * 1024 * 1024;
  if (promised > 0 && used.memory_limit_bytes && *used.memory_limit_bytes < promised)
    return {outcome::warn, "cgroup", text,
            "The version asks for " + in_mb(promised) +
                " (ARBITRIUM_DEPLOYMENT_MEMORY_MB), and the kernel kills "
                "the game before it has them: make the two limits the same"};
  return {outcome::ok, "cgroup", text};
}

std::string limit(int which, bool in_bytes) {
  rlimit now{};
  // The constants are an enumeration of their own in C++.
  if (::getrlimit(static_cast<__rlimit_resource_t>(which), &now) != 0) return "unknown";
  if (now.rlim_cur == RLIM_INFINITY) return "unlimited";
  return in_bytes ? in_mb(now.rlim_cur) : std::to_string(now.rlim_cur);
}

finding resource_limits() {
  const auto text = "open files " + limit(RLIMIT_NOFILE, false) + ", processes " +
                    limit(RLIMIT_NPROC, false) + ", core " + limit(RLIMIT_CORE, true) + ", locked memory " +
                    limit(RLIMIT_MEMLOCK, true) + ", stack " + limit(RLIMIT_STACK, true);
  rlimit files{};
  constexpr rlim_t enough = 256;  // fewer than 1024 is unusual, fewer than this breaks servers
  if (::getrlimit(RLIMIT_NOFILE, &files) == 0 && files.rlim_cur < enough)
    return {
        outcome::warn, "limits", text,
        "A server may run out of descriptors: --game-limits nofile=1024, or docker run --ulimit nofile=1024"};
  return {outcome::ok, "limits", text};
}

}  // namespace

bool has_capability(std::string_view status, int capability) {
  const auto text = process::value_of(status, "CapEff");
  std::uint64_t set = 0;
  std::from_chars(text.data(), text.data() + text.size(), set, 16);
  return (set >> capability & 1) != 0;
}

void look_at_container(const settings::agent_settings& chosen, const edgegap::injected_environment& injected,
                       const findings::listener& tell) {
  const auto status = file("/proc/self/status");
  tell(first_process());
  std::error_code unknown;
  const auto folder =
      chosen.game.folder.empty() ? std::filesystem::current_path(unknown).string() : chosen.game.folder;
  tell(judge_stop_signal(chosen, find_stop_signal({folder, "/"})));
  tell(identity(chosen, status));
  tell(privileges(status));
  tell(root_folder());
  tell(control_socket(chosen.control.socket));
  tell(state_file(chosen.state.file));
  tell(control_group(injected));
  tell(resource_limits());
}

}  // namespace gamekeeper::doctor
