#include "net/websocket_frame.hpp"

#include "base/limits.hpp"

namespace gamekeeper::net {

namespace {

constexpr std::uint8_t final_bit = 0x80;
constexpr std::uint8_t reserved_bits = 0x70;
constexpr std::uint8_t mask_bit = 0x80;
constexpr std::size_t control_payload_max = 125;  // section 5.5
constexpr std::uint8_t length_16 = 126;
constexpr std::uint8_t length_64 = 127;

std::uint8_t byte_at(std::string_view text, std::size_t at) {
  return static_cast<std::uint8_t>(text[at]);
}

void append_number(std::string& out, std::uint64_t value, int bytes) {
  for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) out += static_cast<char>((value >> shift) & 0xff);
}

bool is_control(std::uint8_t opcode) noexcept {
  return (opcode & 8) != 0;
}

bool is_known(std::uint8_t opcode) noexcept {
  return opcode <= 2 || (opcode >= 8 && opcode <= 10);
}

}  // namespace

std::string websocket_frame(websocket_opcode what, std::string_view payload) {
  std::string out;
  out.reserve(payload.size() + 10);
  out += static_cast<char>(final_bit | static_cast<std::uint8_t>(what));
  if (payload.size() < length_16) {
    append_number(out, payload.size(), 1);
  } else if (payload.size() <= 0xffff) {
    append_number(out, length_16, 1);
    append_number(out, payload.size(), 2);
  } else {
    append_number(out, length_64, 1);
    append_number(out, payload.size(), 8);
  }
  return out.append(payload);
}

std::string websocket_close_frame(websocket_close code) {
  std::string payload;
  append_number(payload, static_cast<std::uint16_t>(code), 2);
  return websocket_frame(websocket_opcode::close, payload);
}

void websocket_parser::feed(std::string_view bytes) {
  if (!violation_ && !closed_) buffer_.append(bytes);
}

std::optional<websocket_parser::frame> websocket_parser::refuse(websocket_close why) {
  violation_ = why;
  buffer_.clear();
  return std::nullopt;
}

std::optional<websocket_parser::frame> websocket_parser::next() {
  if (violation_ || closed_ || buffer_.size() < 2) return std::nullopt;
  const auto first = byte_at(buffer_, 0);
  const auto second = byte_at(buffer_, 1);
  const std::uint8_t opcode = first & 0x0f;
  const bool last = (first & final_bit) != 0;
  if ((first & reserved_bits) != 0 || !is_known(opcode) || (second & mask_bit) == 0)
    return refuse(websocket_close::protocol_error);

  std::uint64_t length = second & 0x7f;
  std::size_t header = 2;
  if (is_control(opcode) && (!last || length > control_payload_max))
    return refuse(websocket_close::protocol_error);
  if (!is_control(opcode) && (opcode == 0) != fragmented_) return refuse(websocket_close::protocol_error);
  if (length >= length_16) {
    const std::size_t size = length == length_16 ? 2 : 8;
    if (buffer_.size() < header + size) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < size; ++i) length = length << 8 | byte_at(buffer_, header + i);
    header += size;
  }
  if (length > base::limits::websocket_frame_bytes) return refuse(websocket_close::too_large);
  constexpr std::size_t mask_size = 4;
  const auto whole = header + mask_size + static_cast<std::size_t>(length);
  if (buffer_.size() < whole) return std::nullopt;

  if (!is_control(opcode)) fragmented_ = !last;
  frame out;
  out.what = static_cast<websocket_opcode>(opcode);
  out.payload.reserve(static_cast<std::size_t>(length));
  for (std::size_t i = 0; i < length; ++i)
    out.payload += static_cast<char>(buffer_[header + mask_size + i] ^ buffer_[header + i % mask_size]);
  buffer_.erase(0, whole);
  closed_ = out.what == websocket_opcode::close;
  if (closed_) buffer_.clear();
  return out;
}

}  // namespace gamekeeper::net
