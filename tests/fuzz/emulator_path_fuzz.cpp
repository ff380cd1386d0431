#include "emulator/api/route_table.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// A path that matches gives one parameter for each {…}, none of them empty.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view path(reinterpret_cast<const char*>(data), size);
  std::vector<std::string> parameters;
  if (!gamekeeper::emulator::match_path("/a/{x}/b/{y}", path, parameters)) return 0;
  if (parameters.size() != 2) std::abort();
  for (const auto& each : parameters)
    if (each.empty()) std::abort();
  return 0;
}
