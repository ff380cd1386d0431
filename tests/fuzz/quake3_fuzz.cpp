#include "occupancy/quake3.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace occupancy = gamekeeper::occupancy;

// A count that has no more bots than clients and no more clients than lines, or an error that says something.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  for (const auto& packet : {std::string(text), "\xff\xff\xff\xffstatusResponse\n" + std::string(text)}) {
    occupancy::quake3_query query("4711");
    const auto next = query.take(packet);
    if (!next && next.error().message().empty()) std::abort();
    const auto said = query.answer();
    if (said.bots < 0 || said.bots > said.players || static_cast<std::size_t>(said.players) > packet.size())
      std::abort();
  }
  occupancy::info_value(text, "challenge");
  return 0;
}
