#include "base/file_text.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace gamekeeper::base {

result<std::string> read_regular_file(const std::string& path, std::size_t limit) {
  // O_NONBLOCK: opening a pipe would wait for whoever writes to it.
  const unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) return system_failure("cannot open it", errno);
  struct stat about {};
  if (::fstat(file.get(), &about) != 0) return system_failure("cannot look at it", errno);
  if (!S_ISREG(about.st_mode)) return error(errc::invalid_input, "it is not a regular file");
  // One byte more than its size shows that it ended there.
  std::string text(std::min(static_cast<std::size_t>(about.st_size), limit) + 1, '\0');
  std::size_t length = 0;
  for (;;) {
    const auto got = ::read(file.get(), text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return system_failure("cannot read it", errno);
    if (got == 0) break;
    length += static_cast<std::size_t>(got);
    if (length > limit)
      return error(errc::too_large, "it is larger than " + std::to_string(limit) + " bytes");
    if (length == text.size()) text.resize(std::min(2 * length, limit + 1));  // it grows
  }
  text.resize(length);
  return text;
}

}  // namespace gamekeeper::base
