#pragma once

#include "base/json.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::edgegap {

/// One port of a deployment. A number that is missing or no port is absent.
struct port {
  std::string name;  ///< as given to the application's version; its internal number when unnamed
  std::optional<std::uint16_t> internal;  ///< what the game binds
  std::optional<std::uint16_t> external;  ///< what players connect to
  std::string protocol;                   ///< upper case: UDP, TCP, TCP/UDP, HTTP, HTTPS, WS, WSS; or empty
  std::string link;                       ///< "host:port" or a url; only in the API's answers
  bool tls_upgrade = false;               ///< the platform's proxy ends TLS in front of it
  std::optional<std::uint16_t> proxy;     ///< the proxy's own port; older answers only
};

/// Where the host stands. Any member can be empty: samples come without some.
struct location {
  std::string city;
  std::string country;
  std::string continent;
  std::string administrative_division;
  std::string timezone;
  std::optional<double> latitude;
  std::optional<double> longitude;
};

/// {"7777": {"name": …, "internal": …, "external": …, "protocol": …}, …}, keyed by name or by number. At most
/// limits::deployment_ports of them.
std::vector<port> decode_ports(const base::json_reader& ports);
location decode_location(const base::json_reader& place);

/// Cuts a list of warnings to limits::decode_warnings, and says how many were left out.
void keep_first(std::vector<std::string>& warnings);

/// 1 to 65535.
std::optional<std::uint16_t> port_number(std::int64_t value) noexcept;

}  // namespace gamekeeper::edgegap
