#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::net {

/// Frames of RFC 6455, as a server writes and reads them. Own code and not Beast's: Beast's WebSocket stream
/// adds 380 KB to the agent (measured with -Os), which is more than the size it may still grow by; the
/// server's side without extensions is this page.
enum class websocket_opcode : std::uint8_t {
  continuation = 0,
  text = 1,
  binary = 2,
  close = 8,
  ping = 9,
  pong = 10
};

/// Section 7.4.1.
enum class websocket_close : std::uint16_t {
  normal = 1000,
  protocol_error = 1002,
  policy = 1008,  ///< too slow a reader, for one
  too_large = 1009,
};

std::string websocket_frame(websocket_opcode what, std::string_view payload);
std::string websocket_close_frame(websocket_close code);

/// What a client sends. Each frame at most limits::websocket_frame_bytes long. Behind a close frame nothing is
/// kept or read (section 5.5.1).
class websocket_parser {
 public:
  struct frame {
    websocket_opcode what = websocket_opcode::text;
    std::string payload;  ///< unmasked
  };
  void feed(std::string_view bytes);
  /// The next whole frame, fragments of a message one by one. Nothing: more bytes are needed, or violation().
  std::optional<frame> next();
  /// What the peer did that it must not; then nothing more is read.
  std::optional<websocket_close> violation() const noexcept { return violation_; }

 private:
  std::optional<frame> refuse(websocket_close why);
  std::string buffer_;
  std::optional<websocket_close> violation_;
  bool fragmented_ = false;
  bool closed_ = false;
};

}  // namespace gamekeeper::net
