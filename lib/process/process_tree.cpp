#include "process/process_tree.hpp"

#include "base/fd.hpp"
#include "base/limits.hpp"
#include "process/proc_file.hpp"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <memory>
#include <optional>

namespace gamekeeper::process {

namespace {

struct close_folder {
  void operator()(DIR* folder) const noexcept { ::closedir(folder); }
};
using open_folder = std::unique_ptr<DIR, close_folder>;

template <class Number>
std::optional<Number> number_in(std::string_view word) {
  Number number = 0;
  const auto [end, ec] = std::from_chars(word.data(), word.data() + word.size(), number);
  if (ec != std::errc() || word.empty()) return std::nullopt;
  return number;
}

/// Takes a number and the one character that ends it off the front.
std::optional<pid_t> take_number(std::string_view& text) {
  pid_t number = 0;
  const auto [end, ec] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (ec != std::errc() || end == text.data() + text.size()) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(end - text.data()) + 1);
  return number;
}

/// Takes so many words off the front.
void skip_words(std::string_view& text, int count) {
  for (; count > 0; --count) take_until(text, ' ');
}

bool read_stat(int proc, const char* pid, process_info& into) {
  std::array<char, 32> path{};
  const std::string_view number(pid);
  constexpr std::string_view file = "/stat";
  if (number.size() + file.size() >= path.size()) return false;
  std::copy(file.begin(), file.end(), std::copy(number.begin(), number.end(), path.begin()));
  const base::unique_fd fd(::openat(proc, path.data(), O_RDONLY | O_CLOEXEC));
  if (!fd.valid()) return false;
  std::array<char, 512> line;
  const auto bytes = ::read(fd.get(), line.data(), line.size());
  return bytes > 0 && parse_stat_line(std::string_view(line.data(), static_cast<std::size_t>(bytes)), into);
}

std::vector<process_info> all_processes(DIR* proc) {
  std::vector<process_info> all;
  while (all.size() < base::limits::process_tree) {
    const dirent* entry = ::readdir(proc);
    if (!entry) break;
    if (entry->d_name[0] < '1' || entry->d_name[0] > '9') continue;
    process_info found;
    // The name must be the number: no process stands in the list twice, so no walk down the parents has a
    // circle.
    if (read_stat(::dirfd(proc), entry->d_name, found) && std::to_string(found.pid) == entry->d_name)
      all.push_back(std::move(found));
  }
  return all;
}

}  // namespace

bool parse_stat_line(std::string_view line, process_info& into) {
  // PID (comm) STATE PPID PGRP …: nothing behind comm has a parenthesis, so the last one ends it.
  const auto close = line.rfind(')');
  if (close == std::string_view::npos) return false;
  auto head = line;
  const auto pid = take_number(head);
  if (!pid || *pid <= 0) return false;
  const auto open = line.size() - head.size();
  if (line[open - 1] != ' ' || open >= close || line[open] != '(') return false;
  auto rest = line.substr(close + 1);
  if (rest.size() < 4 || rest[0] != ' ' || rest[2] != ' ') return false;
  const char state = rest[1];
  rest.remove_prefix(3);
  const auto parent = take_number(rest);
  if (!parent || *parent < 0) return false;
  const auto group = take_number(rest);
  if (!group || *group < 0) return false;
  into = process_info{*pid, *parent, *group, state, std::string(line.substr(open + 1, close - open - 1))};
  // From the session to the nice value; then the threads, a zero, and the start.
  skip_words(rest, 14);
  into.threads = number_in<int>(take_until(rest, ' ')).value_or(into.threads);
  skip_words(rest, 1);
  into.started = number_in<std::uint64_t>(take_until(rest, ' ')).value_or(into.started);
  return true;
}

std::vector<process_info> descendants_of(pid_t ancestor, const std::string& proc) {
  const open_folder folder(::opendir(proc.c_str()));
  if (!folder) return {};
  auto all = all_processes(folder.get());
  const auto by_parent = [](const process_info& a, const process_info& b) {
    return a.parent != b.parent ? a.parent < b.parent : a.pid < b.pid;
  };
  std::sort(all.begin(), all.end(), by_parent);

  std::vector<process_info> found;
  pid_t parent = ancestor;
  for (std::size_t next = 0;; ++next) {
    process_info first;
    first.parent = parent;
    for (auto child = std::lower_bound(all.begin(), all.end(), first, by_parent);
         child != all.end() && child->parent == parent; ++child)
      if (child->pid != ancestor) found.push_back(*child);
    if (next == found.size()) return found;
    parent = found[next].pid;
  }
}

kinship find_kinship(pid_t pid, pid_t ancestor, const std::string& proc) {
  using relation = kinship::relation;
  const base::unique_fd folder(::open(proc.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  for (std::size_t depth = 0; pid > 1; ++depth) {
    process_info info;
    const bool asked = depth < base::limits::process_tree && folder.valid() &&
                       read_stat(folder.get(), std::to_string(pid).c_str(), info);
    if (!asked) return {relation::unknown};
    if (info.parent == ancestor) return {relation::descends, pid};
    pid = info.parent;
  }
  return {};
}

}  // namespace gamekeeper::process
