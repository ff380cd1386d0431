#pragma once

#include "base/fd.hpp"

#include <string_view>

namespace gamekeeper::process {

/// One of our own outputs, written to without ever waiting for whoever reads it, and without O_NONBLOCK on a
/// descriptor that other processes share: that flag belongs to the open file, so a pipe or terminal is
/// opened anew through /proc/self/fd. Where that is refused, a pipe takes at most PIPE_BUF bytes at a time, and
/// only when poll(2) says that they fit. A regular file and a socket need neither.
class log_output {
 public:
  explicit log_output(int fd);

  enum class outcome { wrote, full, lost };
  struct written {
    outcome what = outcome::lost;
    std::size_t bytes = 0;
    int error = 0;  ///< errno's value with outcome::lost: nobody reads any more, or the disk is full
  };
  written write(std::string_view bytes);
  /// For waiting until it can be written to; epoll(7) takes it unless it is a regular file.
  int descriptor() const noexcept { return reopened_.valid() ? reopened_.get() : fd_; }

 private:
  enum class kind { file, socket, reopened, pipe_in_steps };
  int fd_;
  kind what_ = kind::file;
  base::unique_fd reopened_;
};

/// Whether both are the same file, pipe or terminal, so that what is written to them has one order.
bool same_output(int a, int b) noexcept;

}  // namespace gamekeeper::process
