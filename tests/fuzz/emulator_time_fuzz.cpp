#include "emulator/model/platform_time.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace emulator = gamekeeper::emulator;

// A time that is read and written is the same time when it is read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto when = emulator::parse_time(std::string_view(reinterpret_cast<const char*>(data), size));
  if (when && emulator::parse_time(emulator::v1_time(*when)) != when) std::abort();
  return 0;
}
