#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"

#include <cstdint>
#include <string>

namespace gamekeeper::emulator {

/// What a container's first process reads and writes. It reads nothing: a container has no terminal, and whoever
/// started the emulator is not to type into a game.
struct container_streams {
  base::unique_fd input;    ///< /dev/null
  base::unique_fd output;   ///< the log file, which grows
  std::uint64_t begin = 0;  ///< how long the log file was before
};
base::result<container_streams> open_streams(const std::string& log_file);

/// In bytes; 0 when there is none.
std::uint64_t length_of(const std::string& file);

}  // namespace gamekeeper::emulator
