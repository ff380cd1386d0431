#pragma once

#include "base/error.hpp"
#include "process/bound_ports.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::check {

/// The largest that an app version can have: the platform's API refuses others.
inline constexpr std::uint16_t largest_port = 59'999;

/// A port of the app version.
struct port_request {
  std::string name;
  std::uint16_t number = 0;
  std::string protocol;  ///< as the platform writes it: UDP, TCP, TCP/UDP, HTTP, HTTPS, WS, WSS

  /// How the game has to bind it.
  std::vector<process::transport> transports() const;
};

/// "gameport=7777/UDP", "7777/udp", "gameport=7777": UDP when nothing is said, and the number is the name of a
/// port that has none. invalid_input names the form.
base::result<port_request> parse_port_request(std::string_view text);

}  // namespace gamekeeper::check
