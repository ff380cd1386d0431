#pragma once

#include "process/process_host.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::process {

/// One line of /proc/PID/stat (proc(5)), or as much of it as was read: one that ends before the number of threads
/// and the time of the start leaves them as they are by default. The name may hold any byte, parentheses and
/// newlines too. False, and `into` as it was, when it has not that form.
bool parse_stat_line(std::string_view line, process_info& into);

/// All processes below `ancestor`, parents before children, from `proc` (a folder with the form of /proc).
/// Empty when there is no such folder. Looks at no more than limits::process_tree processes. What ends
/// meanwhile is left out.
std::vector<process_info> descendants_of(pid_t ancestor, const std::string& proc = "/proc");

/// How a process stands to another one.
struct kinship {
  enum class relation { descends, unrelated, unknown };
  relation to_ancestor = relation::unrelated;
  pid_t branch = 0;  ///< with `descends`: the child of the ancestor that it is or comes from
};

/// Asks only for the parents of `pid`. `unknown`: it, or one of them, ended and was reaped before it could be asked, or
/// /proc cannot be looked into (not mounted, hidden, no descriptor left): it may be the ancestor's or anybody's.
kinship find_kinship(pid_t pid, pid_t ancestor, const std::string& proc = "/proc");

}  // namespace gamekeeper::process
