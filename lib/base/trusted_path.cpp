#include "base/trusted_path.hpp"

#include <fcntl.h>
#include <linux/openat2.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <climits>

namespace gamekeeper::base {

namespace {

constexpr int links_max = 40;

result<std::string> target_of(const std::string& link, uid_t owner) {
  if (owner != 0 && owner != ::geteuid())
    return error(errc::denied, link + " is a link of uid " + std::to_string(owner) +
                                   "; only links of root's or of our own user are followed");
  char target[PATH_MAX];
  const auto length = ::readlink(link.c_str(), target, sizeof target);
  if (length < 0) return system_failure(link, errno);
  return std::string(target, static_cast<std::size_t>(length));
}

}  // namespace

result<std::string> resolve_links(const std::string& path) {
  std::string resolved = path.starts_with('/') ? "/" : ".";
  std::string left = path;
  for (int links = 0; !left.empty();) {
    const auto slash = left.find('/');
    const auto name = left.substr(0, slash);
    left.erase(0, slash == std::string::npos ? slash : slash + 1);
    if (name.empty() || name == ".") continue;
    const auto next = resolved.back() == '/' ? resolved + name : resolved + "/" + name;
    struct stat about {};
    if (::lstat(next.c_str(), &about) != 0 || !S_ISLNK(about.st_mode)) {
      resolved = next;
      continue;
    }
    if (++links > links_max) return system_failure(path, ELOOP);
    auto target = target_of(next, about.st_uid);
    if (!target) return target.error();
    if (target->starts_with('/')) resolved = "/";
    left = left.empty() ? std::move(*target) : *target + "/" + left;
  }
  return resolved;
}

result<unique_fd> open_trusted(const std::string& path, int flags, mode_t mode) {
  const auto place = resolve_links(path);
  if (!place) return place.error();
  const int all = flags | O_CLOEXEC | O_NONBLOCK | O_NOCTTY;
  open_how how{};
  how.flags = static_cast<decltype(how.flags)>(all);
  how.mode = (flags & O_CREAT) != 0 ? mode : 0;
  how.resolve = RESOLVE_NO_SYMLINKS;
  int fd = static_cast<int>(::syscall(SYS_openat2, AT_FDCWD, place->c_str(), &how, sizeof how));
  // Older than Linux 5.6, or behind a filter that does not know it: the last name at least is no link.
  if (fd < 0 && (errno == ENOSYS || errno == EPERM)) fd = ::open(place->c_str(), all | O_NOFOLLOW, mode);
  if (fd < 0) return system_failure(path, errno);
  return unique_fd(fd);
}

}  // namespace gamekeeper::base
