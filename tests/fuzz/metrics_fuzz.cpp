#include "base/limits.hpp"
#include "edgegap/metrics.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace {

namespace edgegap = gamekeeper::edgegap;
namespace limits = gamekeeper::base::limits;

void require(bool holds) {
  if (!holds) std::abort();
}

template <class Answer>
bool usable(const Answer& answer) {
  if (!answer) {
    require(answer.error().code() == gamekeeper::base::errc::malformed);
    return false;
  }
  require(answer->warnings.size() <= limits::decode_warnings + 1);
  return true;
}

}  // namespace

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
