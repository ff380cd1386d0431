#pragma once

#include "base/fd.hpp"

#include <functional>
#include <memory>
#include <vector>

namespace gamekeeper::base {

/// Closes descriptors that somebody else made. The last close of a file can last as long as that one likes: a socket
/// with SO_LINGER (socket(7)) waits for its peer, a file of FUSE or NFS for its server, a serial line for its modem,
/// and a unix socket closes whatever waits in its queue. So it happens on a thread, which is there only while
/// something is to be closed. A pipe's end closes at once, on the caller's time: sd_notify_barrier(3) waits for it.
///
/// No more than limits::descriptors_to_close wait. What comes beyond, or where no thread can be had, is closed on the
/// caller's time, without lingering.
class descriptor_closer {
 public:
  using close_function = std::function<void(unique_fd)>;

  /// `close_slowly` is what the thread does with each; by default it closes.
  explicit descriptor_closer(close_function close_slowly = {});
  /// What waits is left to the thread, and to the end of the process.
  ~descriptor_closer();

  void close(unique_fd descriptor);
  void close(std::vector<unique_fd> descriptors);

 private:
  struct queue;
  std::shared_ptr<queue> queue_;
};

}  // namespace gamekeeper::base
