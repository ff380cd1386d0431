#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::occupancy {

/// Minecraft's server list ping, as servers from 1.7 on answer it
/// (https://minecraft.wiki/w/Java_Edition_protocol/Server_List_Ping): over TCP, every packet with its length
/// in front, numbers in seven-bit groups, the answer in JSON. There are no bots.

/// The handshake that asks for the status, and the question for it.
std::string minecraft_request(std::string_view host, std::uint16_t port);

/// The answer as it comes in, piece by piece.
class minecraft_answer {
 public:
  /// `players.online` once the answer is whole; nothing while more has to come. malformed: no such answer, or
  /// one that does not say how many play; too_large: past limits::minecraft_answer_bytes. What follows the
  /// answer is not looked at.
  base::result<std::optional<int>> take(std::string_view bytes);

 private:
  std::string buffer_;
};

}  // namespace gamekeeper::occupancy
