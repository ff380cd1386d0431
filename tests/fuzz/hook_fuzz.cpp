#include "telemetry/hook.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

namespace telemetry = gamekeeper::telemetry;

// The first line is a hook, the rest what its file or variable holds: an address and headers that can be sent as they
// are, or a sentence.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto end = text.find('\n');
  const auto hook = telemetry::parse_hook(text.substr(0, end));
  if (!hook) {
    if (hook.error().message().empty()) std::abort();
    return 0;
  }
  const bool kept = !hook->file.empty() || !hook->variable.empty();
  if (hook->on.empty() || hook->name.empty()) std::abort();
  if (hook->is_webhook() && hook->url.empty() != kept) std::abort();
  if (!kept || end == std::string_view::npos) return 0;
  const auto whole = telemetry::with_address(*hook, text.substr(end + 1));
  if (!whole) {
    if (whole.error().message().empty()) std::abort();
    return 0;
  }
  if (!whole->url.starts_with("http")) std::abort();
  for (const auto& [name, value] : whole->headers)
    if (name.empty() || value.find_first_of("\r\n") != std::string_view::npos) std::abort();
  return 0;
}
