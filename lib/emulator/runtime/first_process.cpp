#include "emulator/runtime/first_process.hpp"

#include <algorithm>

namespace gamekeeper::emulator {

pid_t find_first_process(const std::vector<process::process_info>& members, const orphaned_container& left) {
  const auto is = [&members](pid_t pid) {
    return std::any_of(members.begin(), members.end(), [pid](const auto& each) { return each.pid == pid; });
  };
  if (left.pid > 0) return is(left.pid) ? left.pid : 0;
  for (const auto& each : members)
    if (each.pid == each.group && !is(each.parent)) return each.pid;
  return 0;
}

}  // namespace gamekeeper::emulator
