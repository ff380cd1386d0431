#include "process/bound_ports.hpp"

#include "base/limits.hpp"
#include "process/proc_file.hpp"

#include <dirent.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>
#include <optional>

namespace gamekeeper::process {

namespace {

constexpr std::string_view listening = "0A";  // TCP_LISTEN in hexadecimal

template <class T>
std::optional<T> number(std::string_view text, int base) {
  T value{};
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (ec != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view next_word(std::string_view& line) {
  line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
  return take_until(line, ' ');
}

// In the byte order of the host: the last two digits of an IPv4 address are its first number. An IPv6 address
// that stands for one of IPv4 ends in it.
bool is_loopback(std::string_view address) {
  constexpr std::string_view one = "00000000000000000000000001000000";
  constexpr std::string_view mapped = "0000000000000000FFFF0000";
  if (address.size() == one.size() && !address.starts_with(mapped)) return address == one;
  return address.ends_with("7F");
}

/// SL LOCAL:PORT REMOTE:PORT STATE TX:RX TR:WHEN RETRANSMITS UID TIMEOUT INODE …
std::optional<bound_socket> socket_of(std::string_view line, transport what) {
  next_word(line);
  const auto local = next_word(line);
  next_word(line);
  const auto state = next_word(line);
  const auto colon = local.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  if (what == transport::tcp && state != listening) return std::nullopt;
  const auto port = number<std::uint16_t>(local.substr(colon + 1), 16);
  for (int skipped = 0; skipped < 5; ++skipped) next_word(line);
  const auto inode = number<std::uint64_t>(next_word(line), 10);
  if (!port || !inode) return std::nullopt;
  return bound_socket{*inode, *port, is_loopback(local.substr(0, colon))};
}

struct close_folder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};

enum class held { no, yes, unreadable };

held holds_one(pid_t pid, const std::vector<std::string>& links, const std::string& proc) {
  const auto path = proc + "/" + std::to_string(pid) + "/fd";
  const std::unique_ptr<DIR, close_folder> folder(::opendir(path.c_str()));
  if (!folder) return held::unreadable;
  for (std::size_t seen = 0; seen < base::limits::process_descriptors; ++seen) {
    const dirent* entry = ::readdir(folder.get());
    if (!entry) break;
    std::array<char, 64> link;
    const auto length = ::readlinkat(::dirfd(folder.get()), entry->d_name, link.data(), link.size());
    if (length <= 0) continue;
    const std::string_view target(link.data(), static_cast<std::size_t>(length));
    if (std::find(links.begin(), links.end(), target) != links.end()) return held::yes;
  }
  return held::no;
}

}  // namespace

std::vector<bound_socket> bound_sockets(std::string_view table, transport what) {
  std::vector<bound_socket> all;
  take_until(table, '\n');  // the headings
  while (!table.empty())
    if (const auto one = socket_of(take_until(table, '\n'), what)) all.push_back(*one);
  return all;
}

std::vector<std::uint64_t> sockets_on_port(std::string_view table, transport what, std::uint16_t port) {
  std::vector<std::uint64_t> inodes;
  for (const auto& each : bound_sockets(table, what))
    if (each.port == port) inodes.push_back(each.inode);
  return inodes;
}

port_owner who_has_port(transport what, std::uint16_t port, const std::vector<process_info>& tree,
                        const std::string& proc) {
  std::vector<std::string> links;
  for (const std::string family : {"", "6"}) {
    const auto path = proc + "/net/" + (what == transport::tcp ? "tcp" : "udp") + family;
    const auto table = read_text(path, base::limits::socket_table_bytes);
    if (!table) continue;
    for (const auto inode : sockets_on_port(*table, what, port))
      links.push_back("socket:[" + std::to_string(inode) + "]");
  }
  if (links.empty()) return port_owner::nobody;
  for (const auto& each : tree)
    if (holds_one(each.pid, links, proc) == held::yes) return port_owner::game;
  return port_owner::unknown;
}

}  // namespace gamekeeper::process
