#pragma once

#include <sys/types.h>

#include <array>

namespace gamekeeper::process {

/// Opens /dev/null in place of each of stdin, stdout and stderr that is closed. Otherwise a socket of ours
/// would get its number, and what the game prints would go there. Call it before anything is opened.
void open_closed_streams() noexcept;

/// The streams that a process has as stdin, stdout and stderr become `user`'s, as container runtimes do for an image's
/// USER: otherwise a program that opens /dev/stdout is refused what it may write to anyway. Pipes do; a terminal or a
/// FIFO with a name only when it was ours, for it outlives the process; files, sockets and devices never. What cannot
/// be changed stays as it is. System calls and nothing else, so that a new process can do it before its program runs.
void give_standard_streams(uid_t user) noexcept;

/// Those of our own streams that have a name and are ours, so that they can be had back after they were given away.
class own_streams {
 public:
  own_streams() = default;
  ~own_streams() { take_back(); }
  own_streams(const own_streams&) = delete;
  own_streams& operator=(const own_streams&) = delete;

  void note() noexcept;
  /// All that was ever noted is ours again.
  void take_back() noexcept;

 private:
  std::array<bool, 3> ours_{};  ///< by descriptor
};

}  // namespace gamekeeper::process
