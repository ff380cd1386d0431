#include "telemetry/state_file.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// Any text as the state file: nothing breaks, and what is accepted survives being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gamekeeper::telemetry;
  const auto state = parse_state({reinterpret_cast<const char*>(data), size});
  if (!state) return 0;
  const auto again = parse_state(format_state(*state));
  if (!again || *again != *state) std::abort();
  return 0;
}
