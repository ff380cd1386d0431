#pragma once

#include "base/fd.hpp"

#include <sys/socket.h>
#include <sys/types.h>

#include <cstddef>
#include <optional>
#include <span>
#include <vector>

namespace gamekeeper::base {

/// What one recvmsg(2) on a unix socket took.
struct received_message {
  std::size_t bytes = 0;                 ///< of the text, at the front of the buffer
  bool cut = false;                      ///< a datagram had more than the buffer takes
  std::optional<ucred> sender;           ///< SO_PASSCRED, unix(7)
  std::vector<unique_fd> descriptors{};  ///< SCM_RIGHTS
};

/// Never waits; nothing with errno when there is nothing. Every descriptor that comes along is given to the caller:
/// those that a reader has no room for are closed by the kernel on the reader's time, and a close can last
/// (descriptor_closer.hpp says how).
std::optional<received_message> receive_message(int socket, std::span<char> text);

}  // namespace gamekeeper::base
