#include "base/limits.hpp"
#include "edgegap/deployment_list.hpp"

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
  const auto got = edgegap::decode_deployment_page(text, 3);
  if (!usable(got)) return 0;
  require(got->value.items.size() <= limits::page_items);
  for (const auto& one : got->value.items) require(one.ports.size() <= limits::deployment_ports);
  for (const auto& message : got->value.messages) require(!message.empty());
  return 0;
}
