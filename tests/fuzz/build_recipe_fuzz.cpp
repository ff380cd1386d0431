#include "gamekeeper/doctor/build_recipe.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

// A Dockerfile that lies in the image: what it says is one word of it.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto signal = gamekeeper::doctor::stop_signal_of(text);
  if (!signal) return 0;
  if (signal->empty() || signal->find_first_of(" \t\r\n") != std::string::npos) std::abort();
  if (text.find(*signal) == std::string_view::npos) std::abort();
  return 0;
}
