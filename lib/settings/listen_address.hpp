#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gamekeeper::settings {

/// Where a port is to be served.
struct listen_address {
  std::string address;  ///< numeric, IPv4 or IPv6
  std::uint16_t port = 0;
  friend bool operator==(const listen_address&, const listen_address&) = default;
};

/// "127.0.0.1:9464", "[::1]:9464", "0.0.0.0:9464". invalid_input names what is wrong and what is allowed.
base::result<listen_address> parse_listen_address(std::string_view text);

}  // namespace gamekeeper::settings
