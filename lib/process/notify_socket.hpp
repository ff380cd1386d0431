#pragma once

#include "base/error.hpp"
#include "base/log.hpp"
#include "process/notification.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>

namespace gamekeeper::process {

/// The socket behind $NOTIFY_SOCKET, sd_notify(3). Only what processes below the agent send is heard
/// (SO_PASSCRED, unix(7)). Descriptors that come along are closed: none is kept (FDSTORE), and closing is
/// what a sender waits for that wants to know that its words were read (BARRIER=1, as systemd-notify does).
class notify_socket {
 public:
  virtual ~notify_socket() = default;
  /// What NOTIFY_SOCKET has to say: a path, or '@' and an abstract name.
  virtual const std::string& name() const noexcept = 0;
  /// Calls `on_notification` from the loop, with the sender.
  virtual void start(std::function<void(const notification&, pid_t)> on_notification) = 0;
};

/// Binds it; `name` as above, at most 107 bytes. A file that is left from an earlier agent is replaced; a path
/// is open to every user, for the game may run as another one. Its file is removed at the end.
base::result<std::unique_ptr<notify_socket>> make_notify_socket(boost::asio::any_io_executor loop,
                                                                base::logger& log, std::string name);

}  // namespace gamekeeper::process
