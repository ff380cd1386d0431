#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::process {

/// Passes what the game says on to whoever waits for it above the agent: the $NOTIFY_SOCKET that the agent itself was
/// started with, of a systemd unit of Type=notify or of podman's --sdnotify=container (sd_notify(3)).
class notify_relay {
 public:
  /// `name` is what $NOTIFY_SOCKET said: an absolute path, or '@' and an abstract name.
  explicit notify_relay(std::string name);

  /// Sends it and waits for nobody: a full queue, or nobody there, is the error. Not passed on are lines about
  /// processes and descriptors, which mean something else up there: MAINPID, MAINPIDFDID, MAINPIDFD, FDSTORE,
  /// FDSTOREREMOVE, FDNAME, FDPOLL, BARRIER. A datagram of nothing else is not sent.
  base::result<void> pass(std::string_view datagram);

 private:
  std::string name_;
  base::unique_fd socket_;
};

}  // namespace gamekeeper::process
