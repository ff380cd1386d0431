#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "net/byte_stream.hpp"
#include "net/tls.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::net {

/// Tries the endpoints in turn. Each gets an equal share of the time that is left, so that a silent address
/// does not cost the next ones their chance. The error is that of the last one, or timed_out.
boost::asio::awaitable<base::result<boost::asio::ip::tcp::socket>> connect_tcp(
    boost::asio::any_io_executor loop, base::clock& time,
    std::vector<boost::asio::ip::tcp::endpoint> endpoints, base::time_point deadline);

/// What an open socket can do, without TLS.
std::unique_ptr<byte_stream> plain_stream(boost::asio::ip::tcp::socket socket);
std::unique_ptr<byte_stream> plain_stream(boost::asio::local::stream_protocol::socket socket);

using opened_stream = base::result<std::unique_ptr<byte_stream>>;

/// The client's handshake, TLS 1.2 or newer. The certificate must verify against the trust roots and be for
/// `host`, a name (sent as SNI) or a numeric address (not sent). tls: it does not, and the message says why
/// and which roots were tried.
boost::asio::awaitable<opened_stream> tls_connect(boost::asio::ip::tcp::socket socket, base::clock& time,
                                                  std::string host, trust_settings trust,
                                                  base::time_point deadline);

/// The server's handshake. `identity` outlives the stream.
boost::asio::awaitable<opened_stream> tls_accept(boost::asio::ip::tcp::socket socket, base::clock& time,
                                                 tls_identity& identity, base::time_point deadline);

}  // namespace gamekeeper::net
