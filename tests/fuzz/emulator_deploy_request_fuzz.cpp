#include "emulator/reading/deploy_request.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace emulator = gamekeeper::emulator;

// Either an order for a version that is offered, or at least one problem; never both, never neither.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  emulator::catalogue offered;
  emulator::app_version version;
  version.application = "a";
  version.version = "b";
  version.command = {"c"};
  offered.versions.push_back(version);
  std::vector<emulator::problem> problems;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto order = emulator::parse_deploy_request(body, offered, problems);
  if (order.has_value() == !problems.empty()) std::abort();
  if (order && !order->version) std::abort();
  return 0;
}
