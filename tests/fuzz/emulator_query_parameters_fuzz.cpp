#include "emulator/api/paging.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace emulator = gamekeeper::emulator;

// Whatever stands behind '?': without a problem it names a page, and no page begins before the list.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::vector<emulator::problem> problems;
  const emulator::query_parameters given(std::string_view(reinterpret_cast<const char*>(data), size),
                                         problems);
  const auto page = emulator::read_page(given);
  given.boolean("raw");
  if (page.number < 1 || page.size < 1 || page.first() / page.size != page.number - 1) std::abort();
  return 0;
}
