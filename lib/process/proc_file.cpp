#include "process/proc_file.hpp"

#include "base/fd.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

namespace gamekeeper::process {

base::result<std::string> read_text(const std::string& path, std::size_t limit) {
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.valid()) return base::system_failure("cannot open " + path, errno);
  constexpr std::size_t step = 16 * 1024;
  std::string text;
  for (std::size_t length = 0;;) {
    text.resize(std::min(limit, length + step));
    const auto got = ::read(file.get(), text.data() + length, text.size() - length);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return base::system_failure("cannot read " + path, errno);
    length += static_cast<std::size_t>(got);
    if (got > 0 && length < limit) continue;
    text.resize(length);
    return text;
  }
}

std::string_view value_of(std::string_view text, std::string_view key) noexcept {
  while (!text.empty()) {
    auto line = take_until(text, '\n');
    if (!line.starts_with(key)) continue;
    line.remove_prefix(key.size());
    if (line.starts_with(':'))
      line.remove_prefix(1);
    else if (!line.starts_with(' ') && !line.starts_with('\t'))
      continue;
    const auto begin = line.find_first_not_of(" \t");
    return begin == std::string_view::npos ? std::string_view() : line.substr(begin);
  }
  return {};
}

std::string_view take_until(std::string_view& text, char end) noexcept {
  const auto at = std::min(text.find(end), text.size());
  const auto taken = text.substr(0, at);
  text.remove_prefix(std::min(text.size(), at + 1));
  return taken;
}

}  // namespace gamekeeper::process
