#include "emulator/runtime/tcp_traffic.hpp"

#include "base/fd.hpp"

#include <linux/inet_diag.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/sock_diag.h>
#include <linux/tcp.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <cstddef>
#include <cstring>

namespace gamekeeper::emulator {

namespace {

bool ask_for_all(int netlink, unsigned char family) {
  struct {
    nlmsghdr header;
    inet_diag_req_v2 body;
  } request{};
  request.header.nlmsg_len = sizeof request;
  request.header.nlmsg_type = SOCK_DIAG_BY_FAMILY;
  request.header.nlmsg_flags = NLM_F_REQUEST | NLM_F_DUMP;
  request.body.sdiag_family = family;
  request.body.sdiag_protocol = IPPROTO_TCP;
  request.body.idiag_ext = 1 << (INET_DIAG_INFO - 1);
  request.body.idiag_states = ~0u;
  return ::send(netlink, &request, sizeof request, 0) == static_cast<ssize_t>(sizeof request);
}

// A kernel's tcp_info can be shorter than ours: only what has come is copied.
void read_message(const char* data, std::size_t length, std::vector<tcp_socket_traffic>& into) {
  inet_diag_msg message;
  if (length < sizeof message) return;
  std::memcpy(&message, data, sizeof message);
  std::size_t at = NLMSG_ALIGN(sizeof message);
  while (at + sizeof(rtattr) <= length) {
    rtattr attribute;
    std::memcpy(&attribute, data + at, sizeof attribute);
    if (attribute.rta_len < sizeof attribute || at + attribute.rta_len > length) return;
    if (attribute.rta_type == INET_DIAG_INFO) {
      tcp_info info{};
      std::memcpy(&info, data + at + sizeof attribute,
                  std::min<std::size_t>(sizeof info, attribute.rta_len - sizeof attribute));
      into.push_back({message.idiag_inode, static_cast<std::int64_t>(info.tcpi_bytes_received),
                      static_cast<std::int64_t>(info.tcpi_bytes_acked)});
    }
    at += RTA_ALIGN(attribute.rta_len);
  }
}

/// False: that was the last piece, or something is wrong.
bool read_piece(const char* data, std::size_t length, std::vector<tcp_socket_traffic>& into) {
  std::size_t at = 0;
  while (at + sizeof(nlmsghdr) <= length) {
    nlmsghdr header;
    std::memcpy(&header, data + at, sizeof header);
    if (header.nlmsg_len < sizeof header || at + header.nlmsg_len > length) return false;
    if (header.nlmsg_type == NLMSG_DONE || header.nlmsg_type == NLMSG_ERROR) return false;
    read_message(data + at + NLMSG_HDRLEN, header.nlmsg_len - NLMSG_HDRLEN, into);
    at += NLMSG_ALIGN(header.nlmsg_len);
  }
  return true;
}

}  // namespace

std::vector<tcp_socket_traffic> tcp_traffic() {
  std::vector<tcp_socket_traffic> all;
  for (const auto family : {static_cast<unsigned char>(AF_INET), static_cast<unsigned char>(AF_INET6)}) {
    const base::unique_fd netlink(::socket(AF_NETLINK, SOCK_DGRAM | SOCK_CLOEXEC, NETLINK_SOCK_DIAG));
    if (!netlink.valid() || !ask_for_all(netlink.get(), family)) continue;
    std::vector<char> piece(64 * 1024);
    for (bool more = true; more;) {
      // The kernel fills the queue before send() returns and while we read: there is always something to
      // read.
      const auto got = ::recv(netlink.get(), piece.data(), piece.size(), MSG_DONTWAIT);
      more = got > 0 && read_piece(piece.data(), static_cast<std::size_t>(got), all);
    }
  }
  return all;
}

}  // namespace gamekeeper::emulator
