#include "occupancy/query.hpp"

namespace gamekeeper::occupancy {

bool is_connectionless(std::string_view packet) noexcept {
  return packet.starts_with("\xff\xff\xff\xff");
}

std::string first_bytes(std::string_view packet) {
  constexpr std::size_t shown = 24;
  std::string text;
  for (const char c : packet.substr(0, shown)) text += c >= ' ' && c <= '~' ? c : '.';
  return "'" + text + (packet.size() > shown ? "…'" : "'");
}

}  // namespace gamekeeper::occupancy
