#pragma once

#include "base/clock.hpp"

#include <map>
#include <optional>
#include <string>

namespace gamekeeper::emulator {

/// What is to happen to the next requests of one operation.
struct fault {
  std::optional<int> status;  ///< answered instead of doing anything; absent: only late
  int count = 1;              ///< how many requests it is for
  base::duration delay{};     ///< before the answer goes out
};

/// At most one per operation; a new one replaces the old.
class fault_list {
 public:
  /// A count of 0 removes it.
  void set(const std::string& operation, fault wanted);
  /// Uses up one.
  std::optional<fault> take(const std::string& operation);

 private:
  std::map<std::string, fault> by_operation_;
};

}  // namespace gamekeeper::emulator
