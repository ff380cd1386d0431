#pragma once

#include "net/tls.hpp"

#include <boost/asio/ssl/context.hpp>

namespace gamekeeper::net {

/// What is behind the public face of tls_identity, for those that do the handshake.
struct tls_identity::native {
  boost::asio::ssl::context context{boost::asio::ssl::context::tls_server};
  std::string ca_pem;
  base::secret pem;
};

}  // namespace gamekeeper::net
