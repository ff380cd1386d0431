#include "emulator/faults.hpp"

namespace gamekeeper::emulator {

void fault_list::set(const std::string& operation, fault wanted) {
  if (wanted.count > 0)
    by_operation_.insert_or_assign(operation, wanted);
  else
    by_operation_.erase(operation);
}

std::optional<fault> fault_list::take(const std::string& operation) {
  const auto found = by_operation_.find(operation);
  if (found == by_operation_.end()) return std::nullopt;
  const auto due = found->second;
  if (--found->second.count == 0) by_operation_.erase(found);
  return due;
}

}  // namespace gamekeeper::emulator
