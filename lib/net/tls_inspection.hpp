#pragma once

#include "base/clock.hpp"
#include "net/byte_stream.hpp"
#include "net/tls.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>

#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::net {

/// One certificate of a chain, for a person.
struct seen_certificate {
  std::string subject;  ///< its common name, else its organisation
  std::string issuer;
  std::string valid_from;   ///< "2026-04-22 12:00" (UTC)
  std::string valid_until;  ///< the same
};

/// What a client that verifies would make of a server's certificate.
enum class chain_fate {
  trusted,
  no_roots,      ///< there is nothing to trust
  unknown_root,  ///< nobody who is trusted has signed it
  expired,       ///< the server's own certificate
  expired_link,  ///< one that the server sends for an authority
  expired_root,  ///< one that is trusted here
  not_yet_valid,
  wrong_name,  ///< it is for somebody else
  refused,     ///< for another reason
};

struct tls_inspection {
  chain_fate fate = chain_fate::trusted;
  std::string why;       ///< OpenSSL's words for it; empty when it is trusted
  std::string at_fault;  ///< the subject of the certificate that these are about; empty when it is trusted
  std::string version;   ///< "TLSv1.3"
  /// As verified, from the server's own to the root; as it was sent when it is not trusted.
  std::vector<seen_certificate> chain;
  std::vector<std::string> names;  ///< whom the server's own is for: DNS names and addresses
  std::string own_roots;           ///< the places of trust of the settings or the image; "nothing"
  std::string tried_roots;         ///< the places that made it trusted, or all that were tried in vain
  /// mozilla_roots() sign it and `own_roots` do not. They were used where it is trusted; else a CA file that the
  /// settings name stands in their way.
  bool only_built_in = false;
  /// The connection, handshake done. Nothing secret may be sent over it unless the chain is trusted.
  std::unique_ptr<byte_stream> stream;
};

/// A handshake that goes on whatever the certificate is, and tells what tls_connect() would have said of it.
/// The error is of the connection or of the handshake itself.
boost::asio::awaitable<base::result<tls_inspection>> inspect_tls(boost::asio::ip::tcp::socket socket,
                                                                 base::clock& time, std::string host,
                                                                 trust_settings trust,
                                                                 base::time_point deadline);

}  // namespace gamekeeper::net
