#include "base/descriptor_closer.hpp"

#include "base/limits.hpp"

#include <fcntl.h>
#include <sys/socket.h>

#include <deque>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

namespace gamekeeper::base {

struct descriptor_closer::queue {
  explicit queue(close_function how) : close_slowly(std::move(how)) {}

  /// False when it has to be closed here and now.
  bool take(unique_fd& descriptor);
  void close_all();

  const close_function close_slowly;
  std::mutex guard;
  std::deque<unique_fd> waiting;
  bool has_thread = false;
};

namespace {

/// Not by fstat(2), which a file of FUSE answers when its server likes to.
bool is_pipe(int fd) {
  return ::fcntl(fd, F_GETPIPE_SZ) >= 0;
}

/// It may still have to send; the kernel does that after the close.
void stop_lingering(int fd) {
  const linger off{};
  ::setsockopt(fd, SOL_SOCKET, SO_LINGER, &off, sizeof(off));  // fails for what is no socket
}

}  // namespace

bool descriptor_closer::queue::take(unique_fd& descriptor) {
  const std::lock_guard lock(guard);
  if (waiting.size() >= limits::descriptors_to_close) return false;
  waiting.push_back(std::move(descriptor));
  return true;
}

void descriptor_closer::queue::close_all() {
  for (;;) {
    unique_fd next;
    {
      const std::lock_guard lock(guard);
      has_thread = !waiting.empty();
      if (!has_thread) return;
      next = std::move(waiting.front());
      waiting.pop_front();
    }
    close_slowly(std::move(next));
  }
}

descriptor_closer::descriptor_closer(close_function close_slowly)
    : queue_(std::make_shared<queue>(close_slowly ? std::move(close_slowly)
                                                  : [](unique_fd descriptor) { descriptor.reset(); })) {}

descriptor_closer::~descriptor_closer() = default;

void descriptor_closer::close(unique_fd descriptor) {
  if (!descriptor.valid() || is_pipe(descriptor.get())) return;
  stop_lingering(descriptor.get());
  if (!queue_->take(descriptor)) return;
  {
    const std::lock_guard lock(queue_->guard);
    if (std::exchange(queue_->has_thread, true)) return;
  }
  try {
    std::thread([shared = queue_] { shared->close_all(); }).detach();
  } catch (const std::exception&) {
    queue_->close_all();
  }
}

void descriptor_closer::close(std::vector<unique_fd> descriptors) {
  for (auto& each : descriptors) close(std::move(each));
}

}  // namespace gamekeeper::base
