#include "base/limits.hpp"
#include "edgegap/messages/locations.hpp"
#include "fuzz/decoded.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using gamekeeper::tests::require;
using gamekeeper::tests::usable;
namespace edgegap = gamekeeper::edgegap;
namespace limits = gamekeeper::base::limits;

/// The input is the body of an answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  if (const auto got = edgegap::decode_location_page(text); usable(got))
    require(got->value.items.size() <= limits::page_items);
  if (const auto got = edgegap::decode_beacon_page(text); usable(got))
    for (const auto& one : got->value.items) require(one.udp_port.value_or(1) != 0);
  return 0;
}
