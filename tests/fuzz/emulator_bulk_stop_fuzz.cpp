#include "emulator/reading/bulk_filter.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace emulator = gamekeeper::emulator;

// Either filters, at least one and none without a value, or at least one problem.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<emulator::problem> problems;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto filters = emulator::parse_bulk_stop(body, problems);
  if (filters.has_value() == !problems.empty()) std::abort();
  if (!filters) return 0;
  if (filters->empty()) std::abort();
  for (const auto& each : *filters)
    if (each.values.empty()) std::abort();
  emulator::deployment one;
  one.request_id = "abc";
  emulator::matches(*filters, one);
  return 0;
}
