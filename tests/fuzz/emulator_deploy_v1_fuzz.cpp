#include "emulator/reading/deploy_request.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace emulator = gamekeeper::emulator;

// Without a problem it is an order for a version that is offered, for at least one user.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  emulator::catalogue offered;
  emulator::app_version version;
  version.application = "a";
  version.version = "b";
  version.command = {"c"};
  offered.versions.push_back(version);
  offered.locations.emplace_back();
  std::vector<emulator::problem> problems;
  const std::string_view body(reinterpret_cast<const char*>(data), size);
  const auto made = emulator::parse_v1_deploy_request(body, offered, problems);
  if (problems.empty() && (!made.order.version || made.users < 1)) std::abort();
  return 0;
}
