#include "settings/screens.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// Any text as the settings file: nothing breaks, and every setting has a value.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gamekeeper::settings;
  sources all;
  all.file = settings_file{"f.json", std::string(reinterpret_cast<const char*>(data), size), std::nullopt};
  const auto result = load(all);
  for (const auto& each : result.problems)
    if (each.describe().empty()) std::abort();
  if (show(result).empty() || result.values.platform.kill_margin >= result.values.platform.kill_after)
    std::abort();
  return 0;
}
