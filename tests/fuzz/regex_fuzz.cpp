// A pattern (the first line) that can be matched against anything, or a sentence; and what its group matched is in the
// line.
#include "occupancy/regex.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace occupancy = gamekeeper::occupancy;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end = text.find('\n');
  const auto pattern = occupancy::regex::compile(text.substr(0, end));
  if (!pattern) {
    if (pattern.error().message().empty()) std::abort();
    return 0;
  }
  if (pattern->find("")) std::abort();
  if (end == std::string_view::npos) return 0;
  const auto line = text.substr(end + 1);
  const auto found = pattern->find(line);
  if (found && line.find(found->group) == std::string_view::npos) std::abort();
  if (found && !pattern->has_group() && !found->group.empty()) std::abort();
  return 0;
}
