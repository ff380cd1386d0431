#include "base/limits.hpp"
#include "edgegap/messages/tags.hpp"
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
  usable(edgegap::decode_tag(text));
  if (const auto got = edgegap::decode_tag_page(text); usable(got))
    require(got->value.items.size() <= limits::page_items);
  return 0;
}
