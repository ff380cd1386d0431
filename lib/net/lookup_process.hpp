#pragma once

#include "base/clock.hpp"
#include "net/name_lookup.hpp"
#include "net/resolver.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <sys/types.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

namespace gamekeeper::net {

/// Names looked up by short-lived children, for where no thread can be had: a filter of system calls that is older than
/// the C library refuses clone3(2), and so every thread, but no fork (moby/moby#42680).
///
/// Such a child ends without SIGCHLD, so that neither waitpid(-1) nor "no child is left" of who reaps this process's
/// children sees it (wait(2), __WCLONE). It does stand in /proc: see owns(). It dies with this process.
class lookup_processes : public std::enable_shared_from_this<lookup_processes> {
 public:
  using question = name_answer (*)(const std::string& host, std::uint16_t port);

  lookup_processes(boost::asio::any_io_executor loop, base::clock& time, question ask = look_up_name);
  /// Kills those that are left; their callbacks are not called any more.
  ~lookup_processes();
  lookup_processes(const lookup_processes&) = delete;
  lookup_processes& operator=(const lookup_processes&) = delete;

  /// `done` is called once, on the loop: with what the child found, or with timed_out when it was killed after
  /// limits::lookup_process. False: no child could be had, and `done` is not called.
  bool start(const std::string& host, std::uint16_t port, const lookup_done& done);
  /// Whether this process is one of these children.
  bool owns(pid_t pid) const { return children_.contains(pid); }

 private:
  struct child;

  void listen(pid_t pid);
  void on_answer(pid_t pid);
  void on_deadline(pid_t pid);
  void reap(pid_t pid);

  boost::asio::any_io_executor loop_;
  base::clock& time_;
  question ask_;
  std::map<pid_t, std::unique_ptr<child>> children_;
};

}  // namespace gamekeeper::net
