#pragma once

#include "emulator/model/usage.hpp"

#include <sys/types.h>

#include <cstdint>
#include <map>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// Reads from /proc and from the kernel's socket diagnostics what processes have used. Of another user's
/// processes it sees only a part.
class usage_reader {
 public:
  /// Call once before a round of read(): looks at all TCP sockets of this network namespace.
  void begin_round();
  /// The sums over `members`; `when` is left alone.
  usage_sample read(const std::vector<pid_t>& members);

 private:
  struct traffic {
    std::int64_t received = 0;
    std::int64_t sent = 0;
  };
  std::map<std::uint64_t, traffic> by_inode_;  ///< of this round
};

/// The number behind `key` in a text of lines like "RssAnon:    1234 kB"; 0 when there is none.
std::int64_t number_of(std::string_view text, std::string_view key) noexcept;
/// utime + stime + cutime + cstime of a line of /proc/PID/stat, in clock ticks; 0 when it has not that form.
std::int64_t ticks_of(std::string_view stat_line) noexcept;

}  // namespace gamekeeper::emulator
