#include "occupancy/datagram_rate.hpp"
#include "occupancy/socket_table.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <vector>

namespace occupancy = gamekeeper::occupancy;

// What stands in /proc/net: the table in two pieces counts as in one, never more than it has lines; the
// counters do not overrun.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::uint16_t> game{7777, 25565}, own{54321};
  occupancy::socket_table whole(game, own), pieces(game, own);
  const bool read = whole.take(text).has_value();
  const auto cut = size == 0 ? 0 : data[0] % size;
  const bool read_twice = pieces.take(text.substr(0, cut)) && pieces.take(text.substr(cut));
  if (read != read_twice) std::abort();
  const auto count = whole.count();
  if (read && count.has_value() != pieces.count().has_value()) std::abort();
  if (read && count && (*count != *pieces.count() || static_cast<std::size_t>(*count) > size)) std::abort();
  if (const auto counted = occupancy::received_datagrams(text, text.substr(cut));
      !counted && counted.error().message().empty())
    std::abort();
  return 0;
}
