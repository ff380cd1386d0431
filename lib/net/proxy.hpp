#pragma once

#include "base/secret.hpp"
#include "net/byte_stream.hpp"
#include "net/url.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <string>

namespace gamekeeper::net {

/// An HTTP proxy that tunnels by CONNECT (RFC 9110, 9.3.6).
struct proxy {
  std::string host;
  std::uint16_t port = 0;
  std::optional<base::secret> authorization;  ///< the value of Proxy-Authorization
};

/// A variable of the environment; empty when it is not set.
using variable_reader = std::function<std::string(const char* name)>;

/// The proxy for an https address, by the rules of curl: https_proxy, HTTPS_PROXY, all_proxy, ALL_PROXY, the first
/// that is not empty; none for what no_proxy or NO_PROXY names (hosts and domains between commas, each with all
/// below it; "*": everything). Plain http stays on this machine and has none. invalid_input names the variable: it
/// is no http://[USER:PASSWORD@]HOST[:PORT] (port 1080 by default, as curl has it). Its value can hold a password
/// and is never shown.
base::result<std::optional<proxy>> proxy_for(const url& to, const variable_reader& variable);

/// Asks the proxy at the other end of `stream` for a tunnel to `to`. unreachable: it refused, and the message says
/// how. The caller closes the stream when the time is up.
boost::asio::awaitable<base::result<void>> open_tunnel(byte_stream& stream, const proxy& through,
                                                       const url& to);

}  // namespace gamekeeper::net
