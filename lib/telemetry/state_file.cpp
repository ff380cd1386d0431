#include "telemetry/state_file.hpp"

#include "base/fd.hpp"
#include "base/limits.hpp"
#include "telemetry/whole_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

namespace gamekeeper::telemetry {

namespace {

using base::errc;
using base::error;

std::string in_file(const std::string& path) {
  return "state file " + path;
}

error too_large(const std::string& path) {
  return error(errc::too_large, in_file(path) + " is larger than " +
                                    std::to_string(base::limits::state_file_bytes) + " bytes");
}

// Asked of the open descriptor, so that nobody can put another file in its place between the question and the
// reading.
base::result<void> check_ours(int fd, const std::string& path) {
  struct stat about {};
  if (::fstat(fd, &about) != 0) return base::system_failure(in_file(path), errno);
  if (!S_ISREG(about.st_mode)) return error(errc::denied, in_file(path) + " is not a regular file");
  if (about.st_uid != ::geteuid() && about.st_uid != 0) {
    return error(errc::denied, in_file(path) + " belongs to user " + std::to_string(about.st_uid) +
                                   ", not to the agent's (" + std::to_string(::geteuid()) + ") or to root");
  }
  return {};
}

base::result<std::string> read_all(int fd, const std::string& path) {
  std::string text(base::limits::state_file_bytes + 1, '\0');
  std::size_t length = 0;
  while (length < text.size()) {
    const auto got = ::read(fd, text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::system_failure(in_file(path), errno);
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
  }
  if (length == text.size()) return too_large(path);
  text.resize(length);
  return text;
}

}  // namespace

base::result<std::optional<remembered>> read_state(const std::string& path) {
  // O_NONBLOCK: a pipe in its place would keep us waiting for somebody to write.
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
  if (!file.valid() && errno == ENOENT) return std::optional<remembered>();
  if (!file.valid() && errno == ELOOP) return error(errc::denied, in_file(path) + " is a symbolic link");
  if (!file.valid()) return base::system_failure(in_file(path), errno);
  if (auto ours = check_ours(file.get(), path); !ours) return ours.error();
  const auto text = read_all(file.get(), path);
  if (!text) return text.error();
  auto state = parse_state(*text);
  if (!state) return state.error().within(in_file(path));
  return std::optional<remembered>(std::move(*state));
}

base::result<void> write_state(const std::string& path, const remembered& state) {
  const auto text = format_state(state);
  if (text.size() > base::limits::state_file_bytes) return too_large(path);
  const auto written = replace_file(path, text);
  return written ? written : written.error().within("the state file");
}

}  // namespace gamekeeper::telemetry
