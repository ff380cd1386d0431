#include "process/standard_streams.hpp"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <utility>

namespace gamekeeper::process {

namespace {

bool is_named_fifo(int fd, const struct stat& about) noexcept {
  struct statfs where {};
  return S_ISFIFO(about.st_mode) && (::fstatfs(fd, &where) != 0 || where.f_type != PIPEFS_MAGIC);
}

bool has_name(int fd, const struct stat& about) noexcept {
  return ::isatty(fd) == 1 || is_named_fifo(fd, about);
}

}  // namespace

void open_closed_streams() noexcept {
  // open gives the lowest number that is free; the ones below were seen to by then.
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd)
    if (::fcntl(fd, F_GETFD) < 0) (void)::open("/dev/null", O_RDWR);
}

void give_standard_streams(uid_t user) noexcept {
  const uid_t us = ::geteuid();
  for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; ++fd) {
    struct stat about {};
    if (::fstat(fd, &about) != 0 || about.st_uid == user) continue;
    const bool named = has_name(fd, about);
    if (named ? about.st_uid == us : S_ISFIFO(about.st_mode))
      (void)::fchown(fd, user, static_cast<gid_t>(-1));
  }
}

void own_streams::note() noexcept {
  for (std::size_t stream = 0; stream < ours_.size(); ++stream) {
    const int fd = static_cast<int>(stream);
    struct stat about {};
    if (::fstat(fd, &about) == 0 && about.st_uid == ::geteuid() && has_name(fd, about)) ours_[stream] = true;
  }
}

void own_streams::take_back() noexcept {
  for (std::size_t stream = 0; stream < ours_.size(); ++stream)
    if (std::exchange(ours_[stream], false))
      (void)::fchown(static_cast<int>(stream), ::geteuid(), static_cast<gid_t>(-1));
}

}  // namespace gamekeeper::process
