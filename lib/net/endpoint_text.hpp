#pragma once

#include <string>

namespace gamekeeper::net {

/// "192.0.2.1:443", "[2001:db8::1]:443". Asio has this only for <iostream>.
template <class Endpoint>
std::string text_of(const Endpoint& endpoint) {
  const auto address = endpoint.address();
  const auto port = ":" + std::to_string(endpoint.port());
  return address.is_v6() ? "[" + address.to_string() + "]" + port : address.to_string() + port;
}

}  // namespace gamekeeper::net
