#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "net/tls_stream.hpp"
#include "net/trust_roots.hpp"

#include <boost/asio/ssl/context.hpp>

#include <memory>
#include <string>

namespace gamekeeper::net {

/// TLS 1.2 or newer, and the certificate must verify against `roots`, which outlive the handshake.
base::result<std::unique_ptr<boost::asio::ssl::context>> client_context(trust_roots& roots);

/// The certificate must be for `host`, a name (sent as SNI) or a numeric address (not sent). False: that
/// cannot be checked.
bool expect_host(SSL* native, const std::string& host);

/// Runs the handshake and closes the socket when it takes too long: timed_out.
boost::asio::awaitable<boost::system::error_code> shake_hands(
    tls_stream& stream, base::clock& time, boost::asio::ssl::stream_base::handshake_type side,
    base::time_point deadline);

}  // namespace gamekeeper::net
