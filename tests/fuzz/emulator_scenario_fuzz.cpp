#include "base/limits.hpp"
#include "emulator/api/fault_request.hpp"

#include <boost/json.hpp>

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace emulator = gamekeeper::emulator;

// A scenario, or an error that says something. What was read can be shown, and what is shown can be read.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto read = emulator::parse_scenario(text);
  if (!read && read.error().message().empty()) std::abort();
  if (!read) return 0;
  if (read->faults.size() > gamekeeper::base::limits::emulator_faults) std::abort();
  for (const auto& each : read->faults) {
    if (each.count == 0) continue;  // removes a fault and need not say what it was
    std::vector<emulator::problem> problems;
    const boost::json::value shown = emulator::fault_view(each);
    emulator::read_fault(emulator::fields(shown, problems), problems);
    if (!problems.empty()) std::abort();
  }
  return 0;
}
