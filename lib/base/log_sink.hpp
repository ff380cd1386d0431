#pragma once

#include <memory>
#include <string_view>

namespace gamekeeper::base {

/// Where finished lines go, newline included. It must not block: the loop's only thread calls it.
class log_sink {
 public:
  virtual ~log_sink() = default;
  virtual void write(std::string_view line) = 0;
};

/// Writes to a descriptor that others (the game) may share, so it cannot be made non-blocking: it asks first
/// whether the line fits and drops it if not; the next line that fits is preceded by the count of those lost.
std::unique_ptr<log_sink> make_fd_sink(int fd);

}  // namespace gamekeeper::base
