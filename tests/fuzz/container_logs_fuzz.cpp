#include "base/limits.hpp"
#include "edgegap/messages/container_logs.hpp"
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
  if (const auto got = edgegap::decode_container_logs(text); usable(got) && got->value.crash)
    require(got->value.crash->restart_count.value_or(0) >= 0);
  return 0;
}
