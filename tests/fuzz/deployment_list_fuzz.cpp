#include "base/limits.hpp"
#include "edgegap/messages/deployment_list.hpp"
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
  const auto got = edgegap::decode_deployment_page(text, 3);
  if (!usable(got)) return 0;
  require(got->value.items.size() <= limits::page_items);
  for (const auto& one : got->value.items) require(one.ports.size() <= limits::deployment_ports);
  for (const auto& message : got->value.messages) require(!message.empty());
  return 0;
}
