#include "emulator/platform/free_ports.hpp"

#include "base/fd.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace gamekeeper::emulator {

namespace {

bool binds(int type, std::uint16_t port) {
  const base::unique_fd socket(::socket(AF_INET, type | SOCK_CLOEXEC, 0));
  if (!socket.valid()) return false;
  // A TCP port that only old connections in TIME_WAIT still hold is free for a server, which binds like this
  // too.
  const int on = 1;
  if (type == SOCK_STREAM) ::setsockopt(socket.get(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in any{};
  any.sin_family = AF_INET;
  any.sin_addr.s_addr = htonl(INADDR_ANY);
  any.sin_port = htons(port);
  return ::bind(socket.get(), reinterpret_cast<const sockaddr*>(&any), sizeof any) == 0;
}

}  // namespace

bool port_is_free(std::uint16_t port) {
  return binds(SOCK_STREAM, port) && binds(SOCK_DGRAM, port);
}

std::optional<std::uint16_t> free_port(const port_range& range, const std::set<std::uint16_t>& taken,
                                       const port_probe& is_free) {
  for (unsigned port = range.first; port <= range.last; ++port) {
    const auto candidate = static_cast<std::uint16_t>(port);
    if (!taken.contains(candidate) && is_free(candidate)) return candidate;
  }
  return std::nullopt;
}

}  // namespace gamekeeper::emulator
