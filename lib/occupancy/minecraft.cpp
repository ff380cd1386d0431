#include "occupancy/minecraft.hpp"

#include "base/limits.hpp"
#include "occupancy/status_scanner.hpp"

#include <algorithm>

namespace gamekeeper::occupancy {

namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;

namespace {

void put_number(std::string& into, std::uint32_t value) {
  for (; value > 0x7f; value >>= 7) into += static_cast<char>((value & 0x7f) | 0x80);
  into += static_cast<char>(value);
}

void put_text(std::string& into, std::string_view text) {
  put_number(into, static_cast<std::uint32_t>(text.size()));
  into += text;
}

std::string packet(std::string_view content) {
  std::string whole;
  put_text(whole, content);
  return whole;
}

/// Takes a number off the front. Nothing when its end is still missing; malformed past five groups.
result<std::optional<std::uint32_t>> take_number(std::string_view& from) {
  std::uint32_t value = 0;
  for (unsigned i = 0; i < 5; ++i) {
    if (i == from.size()) return std::optional<std::uint32_t>();
    const auto group = static_cast<std::uint8_t>(from[i]);
    value |= static_cast<std::uint32_t>(group & 0x7f) << (7 * i);
    if ((group & 0x80) == 0) {
      from.remove_prefix(i + 1);
      return std::optional(value);
    }
  }
  return error(errc::malformed, "no Minecraft server: a number without end");
}

result<int> online_in(std::string_view text) {
  const auto online = find_players_online(text);
  if (!online)
    return error(errc::malformed, "the Minecraft server's status has no number at /players/online");
  return static_cast<int>(std::min<std::int64_t>(*online, limits::players_max));
}

result<int> online_in_packet(std::string_view content) {
  const auto id = take_number(content);
  const auto size = id && *id ? take_number(content) : id;
  if (!size) return size.error();
  if (!*size || **id != 0 || **size != content.size())
    return error(errc::malformed, "no status of a Minecraft server in the packet that came");
  return online_in(content);
}

}  // namespace

std::string minecraft_request(std::string_view host, std::uint16_t port) {
  std::string handshake;
  put_number(handshake, 0);            // the packet's kind
  put_number(handshake, 0xffff'ffff);  // the protocol's version: -1 where none is meant
  put_text(handshake, host);
  handshake += static_cast<char>(port >> 8);
  handshake += static_cast<char>(port & 0xff);
  put_number(handshake, 1);  // what comes next: the status
  std::string question;
  put_number(question, 0);
  return packet(handshake) + packet(question);
}

result<std::optional<int>> minecraft_answer::take(std::string_view bytes) {
  buffer_ += bytes;
  std::string_view rest = buffer_;
  const auto size = take_number(rest);
  if (!size) return size.error();
  if (!*size) return std::optional<int>();
  if (**size > limits::minecraft_answer_bytes)
    return error(errc::too_large, "a Minecraft server's status of more than " +
                                      std::to_string(limits::minecraft_answer_bytes) + " bytes");
  if (rest.size() < **size) return std::optional<int>();
  const auto online = online_in_packet(rest.substr(0, **size));
  if (!online) return online.error();
  return std::optional(*online);
}

}  // namespace gamekeeper::occupancy
