#include "base/limits.hpp"
#include "occupancy/a2s.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace occupancy = gamekeeper::occupancy;
namespace limits = gamekeeper::base::limits;

// One conversation: each packet has its length in front (two bytes). It ends with an answer within a byte's
// numbers, an error that says something, or silence; never with more packets kept than the limit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view rest(reinterpret_cast<const char*>(data), size);
  occupancy::a2s_query query;
  for (int packets = 0; rest.size() >= 2 && packets < limits::query_packets; ++packets) {
    const auto length = static_cast<std::size_t>(static_cast<std::uint8_t>(rest[0]) << 8 |
                                                 static_cast<std::uint8_t>(rest[1]));
    rest.remove_prefix(2);
    const auto packet = rest.substr(0, length);
    rest.remove_prefix(packet.size());
    const auto next = query.take(packet);
    if (!next && next.error().message().empty()) std::abort();
    if (!next) return 0;
    const auto said = query.answer();
    if (said.players < 0 || said.players > 255 || said.bots < 0 || said.bots > 255) std::abort();
    if (query.request().size() > 29 || query.waiting_for().empty()) std::abort();
    if (*next == occupancy::datagram_query::step::done) return 0;
  }
  return 0;
}
