#pragma once

#include "base/descriptor_closer.hpp"
#include "base/error.hpp"
#include "base/log.hpp"
#include "process/notification_trust.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace gamekeeper::process {

/// The socket behind $NOTIFY_SOCKET, sd_notify(3). Only who may speak for the game is heard. Descriptors that come
/// along are closed: none is kept (FDSTORE), and closing is what a sender waits for that wants to know that its words
/// were read (BARRIER=1, as systemd-notify does).
class notify_socket {
 public:
  virtual ~notify_socket() = default;
  /// What NOTIFY_SOCKET has to say: a path, or '@' and an abstract name.
  virtual const std::string& name() const noexcept = 0;
  /// Calls `on_datagram` from the loop with each that is heard; see notification.hpp for its form.
  virtual void start(std::function<void(std::string_view)> on_datagram) = 0;
};

struct notify_socket_parts {
  boost::asio::any_io_executor loop;
  base::logger& log;
  base::descriptor_closer& closer;
  const notification_trust& trust;
};

/// Binds it; all parts outlive it. `name` as above, at most 107 bytes. A file that is left from an earlier agent is
/// replaced; a path is open to every user, for the game may run as another one. Its file is removed at the end.
base::result<std::unique_ptr<notify_socket>> make_notify_socket(notify_socket_parts parts, std::string name);

}  // namespace gamekeeper::process
