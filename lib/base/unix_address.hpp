#pragma once

#include "base/error.hpp"

#include <sys/socket.h>
#include <sys/un.h>

#include <string_view>

namespace gamekeeper::base {

/// The address of a unix socket, unix(7).
class unix_address {
 public:
  /// A path, or '@' and an abstract name, as $NOTIFY_SOCKET has it (sd_notify(3)). invalid_input: empty, longer than
  /// 107 bytes, or with a zero byte.
  static result<unix_address> parse(std::string_view name);

  const sockaddr* generic() const noexcept { return reinterpret_cast<const sockaddr*>(&address_); }
  socklen_t size() const noexcept { return size_; }
  bool is_abstract() const noexcept { return address_.sun_path[0] == '\0'; }

 private:
  unix_address() = default;
  sockaddr_un address_{};
  socklen_t size_ = 0;
};

}  // namespace gamekeeper::base
