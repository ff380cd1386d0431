#include "base/limits.hpp"
#include "edgegap/messages/bulk_stop.hpp"
#include "edgegap/messages/deploy.hpp"
#include "edgegap/messages/deploy_v1.hpp"
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
  usable(edgegap::decode_deploy_answer(text));
  if (const auto v1 = edgegap::decode_deploy_v1_answer(text); usable(v1))
    require(v1->value.filters.size() <= limits::page_items);
  if (const auto bulk = edgegap::decode_bulk_stop_answer(text); usable(bulk))
    require(bulk->value.processable.size() <= limits::page_items);
  return 0;
}
