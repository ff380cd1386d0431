#include "occupancy/proc_file.hpp"

#include "base/fd.hpp"
#include "base/limits.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <vector>

namespace gamekeeper::occupancy {

using base::errc;
using base::error;
using base::result;

result<void> read_in_pieces(const std::string& path,
                            const std::function<result<void>(std::string_view)>& take) {
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.valid()) return base::system_failure("open " + path, errno);
  // The kernel makes the text anew for every read, a page and more at a time.
  std::vector<char> piece(32 * 1024);
  for (;;) {
    const auto got = ::read(file.get(), piece.data(), piece.size());
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::system_failure("read " + path, errno);
    if (got == 0) return {};
    if (auto taken = take({piece.data(), static_cast<std::size_t>(got)}); !taken)
      return taken.error().within(path);
  }
}

result<std::string> read_counters(const std::string& path) {
  std::string text;
  const auto append = [&text](std::string_view piece) -> result<void> {
    text += piece;
    if (text.size() > base::limits::counter_file_bytes)
      return error(errc::too_large,
                   "more than " + std::to_string(base::limits::counter_file_bytes) + " bytes");
    return {};
  };
  if (const auto read = read_in_pieces(path, append); !read) return read.error();
  return text;
}

}  // namespace gamekeeper::occupancy
