#include "gamekeeper/check/port_request.hpp"

#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace check = gamekeeper::check;

// What stands behind --port: a port that says the same when it is written out again, or a sentence.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto port = check::parse_port_request(text);
  if (!port) {
    if (port.error().message().empty()) std::abort();
    return 0;
  }
  if (port->number == 0 || port->name.empty() || port->transports().empty()) std::abort();
  const auto again =
      check::parse_port_request(port->name + "=" + std::to_string(port->number) + "/" + port->protocol);
  if (!again || again->name != port->name || again->number != port->number ||
      again->protocol != port->protocol)
    std::abort();
  return 0;
}
