#include "process/memory_watch.hpp"

#include "base/limits.hpp"

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>

namespace gamekeeper::process {

namespace {

namespace asio = boost::asio;
namespace limits = base::limits;

base::unique_fd changes_of(const std::string& path) {
  base::unique_fd changes(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC));
  if (changes.valid() && ::inotify_add_watch(changes.get(), path.c_str(), IN_MODIFY) < 0) changes.reset();
  return changes;
}

/// Registered by writing "EVENTFD FILE" beside the file, which is read-only in most containers.
base::unique_fd bell_of(const std::string& path) {
  const base::unique_fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const auto folder = path.substr(0, path.rfind('/'));
  const base::unique_fd control(::open((folder + "/cgroup.event_control").c_str(), O_WRONLY | O_CLOEXEC));
  base::unique_fd bell(::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC));
  if (!file.valid() || !control.valid() || !bell.valid()) return {};
  const auto request = std::to_string(bell.get()) + " " + std::to_string(file.get());
  const auto written = ::write(control.get(), request.data(), request.size());
  if (written != static_cast<ssize_t>(request.size())) bell.reset();
  return bell;
}

void drain(int fd) {
  std::array<char, 4096> ignored;
  while (::read(fd, ignored.data(), ignored.size()) > 0) {
  }
}

}  // namespace

memory_watch::memory_watch(asio::any_io_executor loop, base::clock& time, const cgroup& group,
                           std::function<void()> told)
    : time_(time), told_(std::move(told)), alarm_(time.make_timer()) {
  const auto path = group.oom_file();
  if (path.empty()) return;
  before_the_kill_ = group.version() == 1;
  auto source = before_the_kill_ ? bell_of(path) : changes_of(path);
  if (source.valid()) {
    source_.emplace(std::move(loop), source.release());
    listen();
  } else {
    look_again(limits::memory_look_every);
  }
}

void memory_watch::listen() {
  source_->async_wait(asio::posix::stream_descriptor::wait_read, [this](const boost::system::error_code& ec) {
    if (ec) return;  // it is gone, or the loop is
    drain(source_->native_handle());
    if (before_the_kill_)
      alarm_->arm(time_.now() + limits::memory_look_after, [this] { told_(); });
    else
      told_();
    listen();
  });
}

void memory_watch::look_again(base::duration after) {
  alarm_->arm(time_.now() + after, [this, after] {
    told_();
    look_again(after);
  });
}

}  // namespace gamekeeper::process
