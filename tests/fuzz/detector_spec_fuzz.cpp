#include "base/limits.hpp"
#include "occupancy/detector_spec.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

namespace occupancy = gamekeeper::occupancy;
namespace limits = gamekeeper::base::limits;

// A detector whose ports are ports, or a sentence.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::vector<occupancy::named_port> mapping{{"gameport", 7777}, {"Query Port", 27015}};
  const auto spec = occupancy::parse_detector(text);
  if (!spec && spec.error().message().empty()) std::abort();
  if (spec) {
    if (spec->text != text || spec->ports.size() > limits::detector_ports || spec->floor < 0) std::abort();
    if (const auto ports = occupancy::resolve_ports(*spec, mapping))
      for (const auto port : *ports)
        if (port == 0) std::abort();
  }
  return 0;
}
