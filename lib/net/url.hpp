#pragma once

#include "base/error.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gamekeeper::net {

/// An http or https address, taken apart. No user info, no fragment.
struct url {
  std::string scheme;      ///< "https" or "http", lower case
  std::string host;        ///< lower case; an IPv6 literal without its brackets
  std::uint16_t port = 0;  ///< explicit, or 443 / 80
  std::string target;      ///< path and query, as given, at least "/"

  bool secure() const noexcept { return scheme == "https"; }
  /// 127.0.0.0/8, ::1 or localhost: the only places that plain http may go to.
  bool loopback() const noexcept;
  /// The Host header: the port only when it is not the scheme's own; IPv6 in brackets.
  std::string authority() const;
  /// "https://host:port": two urls with the same origin can share a connection.
  std::string origin() const;
  /// The whole address again.
  std::string str() const;
  /// The same origin, another target.
  url with_target(std::string new_target) const;
};

/// invalid_input says what is wrong with it: no scheme, another scheme, user info, no host, a bad port, a
/// control character or a space, a fragment.
base::result<url> parse_url(std::string_view text);

/// parse_url, then refuses what would carry a token over the open network: invalid_input unless https or
/// loopback.
base::result<url> parse_trusted_url(std::string_view text);

/// RFC 3986: everything but unreserved characters becomes %XX, so that any name is one path segment or query
/// value.
std::string percent_encode(std::string_view text);
/// invalid_input on a cut or wrong escape. '+' stays '+'.
base::result<std::string> percent_decode(std::string_view text);

}  // namespace gamekeeper::net
