#include "telemetry/whole_file.hpp"

#include "base/fd.hpp"
#include "base/trusted_path.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace gamekeeper::telemetry {

namespace {

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

bool write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

// The rename itself is lost in a crash of the machine unless the folder is on the disk too. Not every file
// system can sync a folder; those that cannot (EINVAL, see fsync(2)) have no more to give.
bool sync_folder(const std::string& folder) {
  const base::unique_fd opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  return opened.valid() && (::fsync(opened.get()) == 0 || errno == EINVAL);
}

}  // namespace

base::result<void> replace_file(const std::string& asked, std::string_view text) {
  // The file itself is replaced, and a link in its place with it; the folder may be led to by links.
  const auto folder = base::resolve_links(folder_of(asked));
  if (!folder) return folder.error().within(asked + " cannot be written");
  const auto path = *folder + "/" + asked.substr(asked.rfind('/') + 1);
  // A new name each time: in a folder that is open to all, somebody else may own any name that can be
  // foreseen.
  std::string beside = path + ".XXXXXX";
  base::unique_fd file(::mkostemp(beside.data(), O_CLOEXEC));
  if (!file.valid()) return base::system_failure(path + " cannot be written", errno);
  const bool written = write_all(file.get(), text) && ::fsync(file.get()) == 0;
  if (!written || ::rename(beside.c_str(), path.c_str()) != 0) {
    const int why = errno;
    ::unlink(beside.c_str());
    return base::system_failure(path + " cannot be written", why);
  }
  if (!sync_folder(folder_of(path)))
    return base::system_failure("the folder of " + path + " cannot be synced", errno);
  return {};
}

}  // namespace gamekeeper::telemetry
