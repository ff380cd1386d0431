#include "base/received_message.hpp"

#include <array>
#include <cstring>

namespace gamekeeper::base {

namespace {

constexpr std::size_t descriptors_max = 253;  // SCM_MAX_FD, unix(7)

/// Everything that the kernel may put beside the text.
struct ancillary {
  alignas(
      cmsghdr) std::array<char, CMSG_SPACE(sizeof(ucred)) + CMSG_SPACE(sizeof(int) * descriptors_max)> bytes;
};

void take_descriptors(cmsghdr& header, std::vector<unique_fd>& into) {
  const auto count = (header.cmsg_len - CMSG_LEN(0)) / sizeof(int);
  for (std::size_t i = 0; i < count; ++i) {
    int fd = -1;
    std::memcpy(&fd, CMSG_DATA(&header) + i * sizeof(int), sizeof(fd));
    into.emplace_back(fd);
  }
}

void take_ancillary(msghdr& message, received_message& into) {
  for (auto* each = CMSG_FIRSTHDR(&message); each; each = CMSG_NXTHDR(&message, each)) {
    if (each->cmsg_level != SOL_SOCKET) continue;
    if (each->cmsg_type == SCM_CREDENTIALS && each->cmsg_len >= CMSG_LEN(sizeof(ucred)))
      std::memcpy(&into.sender.emplace(), CMSG_DATA(each), sizeof(ucred));
    else if (each->cmsg_type == SCM_RIGHTS)
      take_descriptors(*each, into.descriptors);
  }
}

}  // namespace

std::optional<received_message> receive_message(int socket, std::span<char> text) {
  ancillary beside;
  iovec place{text.data(), text.size()};
  msghdr message{};
  message.msg_iov = &place;
  message.msg_iovlen = 1;
  message.msg_control = beside.bytes.data();
  message.msg_controllen = beside.bytes.size();
  const auto bytes = ::recvmsg(socket, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
  if (bytes < 0) return std::nullopt;
  received_message out;
  out.bytes = static_cast<std::size_t>(bytes);
  out.cut = (message.msg_flags & MSG_TRUNC) != 0;
  take_ancillary(message, out);
  return out;
}

}  // namespace gamekeeper::base
