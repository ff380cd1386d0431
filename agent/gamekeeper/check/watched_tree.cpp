#include "gamekeeper/check/watched_tree.hpp"

#include "base/limits.hpp"
#include "process/proc_file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <climits>
#include <memory>

namespace gamekeeper::check {

namespace limits = base::limits;
using process::process_info;
using process::transport;

namespace {

struct close_folder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

std::uint64_t number(std::string_view text, int base) {
  std::uint64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value, base);
  return value;
}

std::uint64_t memory_of(const std::string& folder) {
  const auto rollup = process::read_text(folder + "/smaps_rollup", limits::proc_file_bytes);
  if (rollup && !rollup->empty()) return number(process::value_of(*rollup, "Pss"), 10) * 1024;
  const auto status = process::read_text(folder + "/status", limits::proc_file_bytes);
  return status ? number(process::value_of(*status, "VmRSS"), 10) * 1024 : 0;
}

bool is_of_no_interest(std::string_view path) {
  constexpr std::array<std::string_view, 5> folders = {"/tmp/", "/dev/", "/proc/", "/sys/", "/memfd:"};
  return !path.starts_with('/') || path.ends_with(" (deleted)") ||
         std::any_of(folders.begin(), folders.end(), [path](auto each) { return path.starts_with(each); });
}

bool is_written(const std::string& folder, const char* fd) {
  const auto info = process::read_text(folder + "/fdinfo/" + fd, limits::proc_file_bytes);
  return info && (number(process::value_of(*info, "flags"), 8) & O_ACCMODE) != O_RDONLY;
}

void add_once(std::vector<std::string>& all, std::string_view one) {
  if (std::find(all.begin(), all.end(), one) == all.end()) all.emplace_back(one);
}

void look_at_descriptors(const std::string& folder, std::vector<std::uint64_t>& sockets,
                         std::vector<std::string>& files) {
  constexpr std::string_view socket = "socket:[";
  const std::unique_ptr<DIR, close_folder> all(::opendir((folder + "/fd").c_str()));
  if (!all) return;
  std::array<char, PATH_MAX> link;
  for (std::size_t seen = 0; seen < limits::process_descriptors; ++seen) {
    const dirent* entry = ::readdir(all.get());
    if (!entry) return;
    const auto length = ::readlinkat(::dirfd(all.get()), entry->d_name, link.data(), link.size());
    if (length <= 0) continue;
    const std::string_view target(link.data(), static_cast<std::size_t>(length));
    if (target.starts_with(socket))
      sockets.push_back(number(target.substr(socket.size()), 10));
    else if (!is_of_no_interest(target) && is_written(folder, entry->d_name))
      add_once(files, target);
  }
}

std::vector<bound_port> ports_of(const std::vector<std::uint64_t>& sockets, const std::string& proc) {
  std::vector<bound_port> all;
  if (sockets.empty()) return all;
  for (const auto what : {transport::tcp, transport::udp}) {
    for (const std::string family : {"", "6"}) {
      const auto path = proc + "/net/" + (what == transport::tcp ? "tcp" : "udp") + family;
      const auto table = process::read_text(path, limits::socket_table_bytes);
      if (!table) continue;
      for (const auto& each : process::bound_sockets(*table, what)) {
        if (std::find(sockets.begin(), sockets.end(), each.inode) == sockets.end()) continue;
        const bound_port port{what, each.port, each.loopback};
        if (std::find(all.begin(), all.end(), port) == all.end()) all.push_back(port);
      }
    }
  }
  return all;
}

}  // namespace

std::string to_string(const bound_port& port) {
  return std::to_string(port.number) + (port.what == transport::tcp ? "/TCP" : "/UDP") +
         (port.loopback ? " on loopback" : "");
}

holdings holdings_of(const std::vector<process_info>& tree, const std::string& proc) {
  holdings all;
  std::vector<std::uint64_t> sockets;
  for (const auto& each : tree) {
    if (each.ended()) continue;
    const auto folder = proc + "/" + std::to_string(each.pid);
    all.memory_bytes += memory_of(folder);
    look_at_descriptors(folder, sockets, all.files);
  }
  all.ports = ports_of(sockets, proc);
  return all;
}

}  // namespace gamekeeper::check
