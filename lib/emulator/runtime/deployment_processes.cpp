#include "emulator/runtime/deployment_processes.hpp"

#include "base/fd.hpp"
#include "base/limits.hpp"
#include "process/process_tree.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace gamekeeper::emulator {

std::string read_proc_environment(pid_t pid) {
  const auto path = "/proc/" + std::to_string(pid) + "/environ";
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  char piece[4096];
  while (file.valid() && text.size() < base::limits::emulator_environ_bytes) {
    const auto got = ::read(file.get(), piece, sizeof piece);
    if (got <= 0) break;
    text.append(piece, static_cast<std::size_t>(got));
  }
  return text;
}

std::string_view variable_in(std::string_view environ, std::string_view name) noexcept {
  while (!environ.empty()) {
    const auto entry = environ.substr(0, environ.find('\0'));
    if (entry.size() > name.size() && entry.starts_with(name) && entry[name.size()] == '=')
      return entry.substr(name.size() + 1);
    environ.remove_prefix(std::min(entry.size() + 1, environ.size()));
  }
  return {};
}

std::string_view request_id_in(std::string_view environ) noexcept {
  return variable_in(environ, "ARBITRIUM_REQUEST_ID");
}

std::optional<std::uint64_t> read_start_ticks(pid_t pid) {
  const auto path = "/proc/" + std::to_string(pid) + "/stat";
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  char line[1024];
  const auto got = file.valid() ? ::read(file.get(), line, sizeof line) : 0;
  if (got <= 0) return std::nullopt;
  std::string_view rest(line, static_cast<std::size_t>(got));
  const auto close = rest.rfind(')');
  if (close == std::string_view::npos || close + 2 >= rest.size()) return std::nullopt;
  rest.remove_prefix(close + 2);
  if (rest.front() == 'Z' || rest.front() == 'X') return std::nullopt;
  for (int field = 3; field < 22; ++field) {
    const auto space = rest.find(' ');
    if (space == std::string_view::npos) return std::nullopt;
    rest.remove_prefix(space + 1);
  }
  std::uint64_t ticks = 0;
  std::from_chars(rest.data(), rest.data() + rest.size(), ticks);
  return ticks;
}

process_view whole_machine(std::string mark) {
  return {[] { return process::descendants_of(0); }, read_proc_environment, read_start_ticks, ::getpid(),
          std::move(mark)};
}

}  // namespace gamekeeper::emulator
