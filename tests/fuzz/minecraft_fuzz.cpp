#include "base/limits.hpp"
#include "occupancy/minecraft.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace occupancy = gamekeeper::occupancy;
namespace limits = gamekeeper::base::limits;

// The same bytes at once and cut in two give the same count, within the limit.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  const auto whole = occupancy::minecraft_answer().take(bytes);
  if (!whole && whole.error().message().empty()) std::abort();
  if (whole && *whole && (**whole < 0 || **whole > limits::players_max)) std::abort();
  occupancy::minecraft_answer pieces;
  const auto cut = size == 0 ? 0 : data[0] % size;
  const auto first = pieces.take(bytes.substr(0, cut));
  if (!first || *first) return 0;
  const auto second = pieces.take(bytes.substr(cut));
  if (whole.has_value() != second.has_value() || (whole && *whole != *second)) std::abort();
  return 0;
}
