#pragma once

#include <boost/test/unit_test.hpp>

#include <sys/socket.h>

#include <cstring>
#include <string_view>
#include <vector>

namespace gamekeeper::tests {

/// Sends `text` on a connected unix socket, and `descriptors` with it (SCM_RIGHTS, unix(7)).
inline void send_with_descriptors(int socket, std::string_view text, const std::vector<int>& descriptors) {
  iovec place{const_cast<char*>(text.data()), text.size()};
  const auto size = sizeof(int) * descriptors.size();
  std::vector<char> beside(CMSG_SPACE(size));
  msghdr message{};
  message.msg_iov = &place;
  message.msg_iovlen = 1;
  if (!descriptors.empty()) {
    message.msg_control = beside.data();
    message.msg_controllen = beside.size();
    auto* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(size);
    std::memcpy(CMSG_DATA(header), descriptors.data(), size);
  }
  BOOST_REQUIRE(::sendmsg(socket, &message, 0) == static_cast<ssize_t>(text.size()));
}

}  // namespace gamekeeper::tests
