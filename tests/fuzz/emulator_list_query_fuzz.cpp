#include "emulator/reading/list_query.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace emulator = gamekeeper::emulator;

// Either a query or at least one problem; and a query can be asked of any deployment.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<emulator::problem> problems;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto query = emulator::parse_list_query(text, problems);
  if (query.has_value() == !problems.empty()) std::abort();
  if (!query) return 0;
  emulator::app_version version;
  version.application = "a";
  version.version = "b";
  emulator::deployment one;
  one.version = &version;
  one.tags = {{"c", {}, {}}};
  emulator::deployment other = one;
  std::vector<const emulator::deployment*> all{&one, &other};
  emulator::sort(*query, all);
  // Equal ones stay in their order, and pass alike.
  if (all.front() != &one || emulator::matches(*query, one) != emulator::matches(*query, other)) std::abort();
  return 0;
}
