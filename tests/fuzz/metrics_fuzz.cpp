#include "base/limits.hpp"
#include "edgegap/messages/metrics.hpp"
#include "fuzz/decoded.hpp"

#include <cstddef>
#include <cstdint>
#include <string_view>

using gamekeeper::tests::require;
using gamekeeper::tests::usable;
namespace edgegap = gamekeeper::edgegap;
namespace limits = gamekeeper::base::limits;

/// The input is the body of an answer.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto got = edgegap::decode_metrics(text);
  if (!usable(got)) return 0;
  for (const auto* series :
       {&got->value.cpu, &got->value.memory, &got->value.network_receive, &got->value.disk_write_total})
    require(series->size() <= limits::metric_points);
  return 0;
}
