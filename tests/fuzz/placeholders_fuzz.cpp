#include "edgegap/environment/placeholders.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>

// Any text as a template: what has no brace stays as it is, and with every brace doubled the text comes back.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace gamekeeper::edgegap;
  const std::string text(reinterpret_cast<const char*>(data), size);
  const std::vector<std::string> variables{"A={", "B={{env.A}", "ARBITRIUM_REQUEST_ID=r"};
  const placeholders known(read_environment(variables), variables);
  if (const auto expanded = known.expand(text);
      expanded && text.find('{') == std::string::npos && *expanded != text)
    std::abort();
  std::string escaped;
  for (char c : text) escaped.append(c == '{' ? 2 : 1, c);
  const auto back = known.expand(escaped);
  if (size < 100'000 && (!back || *back != text)) std::abort();
  return 0;
}
