#include "emulator/runtime/usage_reader.hpp"

#include "base/fd.hpp"
#include "emulator/runtime/tcp_traffic.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <charconv>
#include <memory>
#include <string>

namespace gamekeeper::emulator {

namespace {

std::string read_small(const std::string& path) {
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text(4096, '\0');
  const auto got = file.valid() ? ::read(file.get(), text.data(), text.size()) : 0;
  text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
  return text;
}

struct close_folder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

/// The inodes of the sockets that a process has open.
std::vector<std::uint64_t> socket_inodes(pid_t pid) {
  std::vector<std::uint64_t> found;
  const auto path = "/proc/" + std::to_string(pid) + "/fd";
  const std::unique_ptr<DIR, close_folder> folder(::opendir(path.c_str()));
  constexpr std::string_view prefix = "socket:[";
  while (const dirent* entry = folder ? ::readdir(folder.get()) : nullptr) {
    char target[64];
    const auto length = ::readlinkat(::dirfd(folder.get()), entry->d_name, target, sizeof target);
    const std::string_view text(target, length > 0 ? static_cast<std::size_t>(length) : 0);
    std::uint64_t inode = 0;
    if (!text.starts_with(prefix)) continue;
    std::from_chars(text.data() + prefix.size(), text.data() + text.size(), inode);
    found.push_back(inode);
  }
  return found;
}

}  // namespace

std::int64_t number_of(std::string_view text, std::string_view key) noexcept {
  for (auto at = text.find(key); at != std::string_view::npos; at = text.find(key, at + 1)) {
    const auto behind = at + key.size();
    if ((at != 0 && text[at - 1] != '\n') || behind >= text.size() || text[behind] != ':') continue;
    auto rest = text.substr(behind + 1);
    rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
    std::int64_t number = 0;
    std::from_chars(rest.data(), rest.data() + rest.size(), number);
    return number;
  }
  return 0;
}

std::int64_t ticks_of(std::string_view stat_line) noexcept {
  // Behind the name's closing parenthesis: state is field 3, utime, stime, cutime, cstime are 14 to 17.
  const auto close = stat_line.rfind(')');
  if (close == std::string_view::npos) return 0;
  auto rest = stat_line.substr(close + 1);
  std::int64_t sum = 0;
  for (int field = 3; field <= 17; ++field) {
    rest.remove_prefix(std::min(rest.find_first_not_of(' '), rest.size()));
    std::int64_t number = 0;
    const auto word = rest.substr(0, rest.find(' '));
    std::from_chars(word.data(), word.data() + word.size(), number);
    if (field >= 14) sum += number;
    rest.remove_prefix(word.size());
  }
  return sum;
}

void usage_reader::begin_round() {
  by_inode_.clear();
  for (const auto& each : tcp_traffic()) by_inode_[each.inode] = {each.received_bytes, each.sent_bytes};
}

usage_sample usage_reader::read(const std::vector<pid_t>& members) {
  static const auto ticks_per_second = ::sysconf(_SC_CLK_TCK);
  usage_sample sum;
  for (const auto pid : members) {
    const auto folder = "/proc/" + std::to_string(pid);
    sum.cpu_ms += ticks_of(read_small(folder + "/stat")) * 1000 / ticks_per_second;
    const auto status = read_small(folder + "/status");
    sum.memory_bytes += (number_of(status, "RssAnon") + number_of(status, "RssShmem")) * 1024;
    const auto io = read_small(folder + "/io");
    sum.disk_read_bytes += number_of(io, "read_bytes");
    sum.disk_written_bytes += number_of(io, "write_bytes");
    for (const auto inode : socket_inodes(pid)) {
      const auto found = by_inode_.find(inode);
      if (found == by_inode_.end()) continue;
      sum.received_bytes += found->second.received;
      sum.sent_bytes += found->second.sent;
      by_inode_.erase(found);  // one that parent and child share counts once
    }
  }
  return sum;
}

}  // namespace gamekeeper::emulator
