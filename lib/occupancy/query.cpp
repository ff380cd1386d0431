#include "occupancy/query.hpp"

#include <algorithm>

namespace gamekeeper::occupancy {

int people(const player_count& said, bot_rule bots) noexcept {
  if (bots == bot_rule::count || said.bots > said.players) return said.players;
  return said.players - said.bots;
}

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
