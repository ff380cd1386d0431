#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <sys/types.h>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::net {

/// Who sent a request.
struct http_peer {
  struct unix_credentials {
    pid_t pid = 0;
    uid_t uid = 0;
    gid_t gid = 0;
  };
  std::string address;                          ///< "127.0.0.1:41234", or "unix"
  bool secure = false;                          ///< over TLS
  std::optional<unix_credentials> credentials;  ///< SO_PEERCRED, on a unix socket only

  /// Whose share of anything it uses up: user_client(uid) on a unix socket, else the address without the port.
  std::string client() const;
};

std::string user_client(uid_t user);

/// The limits of one server; each of them is named in base/limits.hpp by whoever makes the server.
struct http_server_limits {
  std::size_t request_body_bytes = 0;
  int connections = 0;           ///< one more ends the longest idle one; with none idle it is answered 503
  int connections_per_peer = 0;  ///< of one http_peer::client(); 0: no limit of its own
  int connections_reserved = 0;  ///< on a unix socket, for each of the privileged users
  std::vector<uid_t> privileged_users;  ///< without duplicates; connections_per_peer does not hold for them
  base::duration request_deadline{};    ///< from a request's first byte to its last
  base::duration idle{};                ///< between two requests of one connection
  base::duration write_deadline{};
};

using http_handler = std::function<boost::asio::awaitable<http_response>(http_request, const http_peer&)>;

/// What the server says by itself, without asking the handler: 400 malformed, 408 too slow, 413 too large,
/// 431 headers too large, 503 too many connections, 500 when the handler threw.
using http_error_page = std::function<http_response(int status, std::string detail)>;

/// What every connection of a server shares.
struct http_service {
  base::clock& time;
  base::logger& log;
  http_server_limits limits;
  http_handler handler;
  http_error_page error_page;
};

}  // namespace gamekeeper::net
