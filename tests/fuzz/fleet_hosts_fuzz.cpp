#include "base/limits.hpp"
#include "edgegap/messages/fleet_hosts.hpp"
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
  const auto got = edgegap::decode_host_page(text);
  if (!usable(got)) return 0;
  for (const auto& one : got->value.items) require(one.allocated_cpu_units.value_or(0) >= 0);
  return 0;
}
