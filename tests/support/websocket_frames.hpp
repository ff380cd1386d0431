#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace gamekeeper::tests {

/// RFC 6455, section 5.2.
enum class websocket_opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

/// A frame as a client sends it, whatever its first byte says: with a mask, and a length of one byte or two.
inline std::string client_frame(unsigned first_byte, std::string_view payload) {
  std::string out(1, static_cast<char>(first_byte));
  if (payload.size() < 126) {
    out += static_cast<char>(0x80 | payload.size());
  } else {
    out += static_cast<char>(0x80 | 126);
    out += static_cast<char>(payload.size() >> 8);
    out += static_cast<char>(payload.size() & 0xff);
  }
  static constexpr std::string_view mask = "\x01\x02\x03\x04";
  out += mask;
  for (std::size_t i = 0; i < payload.size(); ++i) out += static_cast<char>(payload[i] ^ mask[i % 4]);
  return out;
}

/// A whole message in one frame.
inline std::string masked(websocket_opcode what, std::string_view payload) {
  return client_frame(0x80u | static_cast<unsigned>(what), payload);
}

}  // namespace gamekeeper::tests
