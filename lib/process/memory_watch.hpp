#pragma once

#include "base/clock.hpp"
#include "base/fd.hpp"
#include "process/cgroup.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/posix/stream_descriptor.hpp>

#include <functional>
#include <memory>
#include <optional>

namespace gamekeeper::process {

/// Tells when cgroup::oom_kills() may have grown. Version 2 says so by inotify(7) on memory.events, version 1 by an
/// eventfd (memory.oom_control in the kernel's documentation), where the container may ask for one; otherwise the file
/// has to be looked at every limits::memory_look_every.
class memory_watch {
 public:
  /// `told` is called from the loop, as long as this lives.
  memory_watch(boost::asio::any_io_executor loop, base::clock& time, const cgroup& group,
               std::function<void()> told);

 private:
  void listen();
  void look_again(base::duration after);

  base::clock& time_;
  std::function<void()> told_;
  bool before_the_kill_ = false;  ///< what the kernel says comes before it
  std::optional<boost::asio::posix::stream_descriptor> source_;
  std::unique_ptr<base::timer> alarm_;
};

}  // namespace gamekeeper::process
