#pragma once

#include "base/clock.hpp"
#include "base/descriptor_closer.hpp"
#include "base/log.hpp"
#include "base/task_group.hpp"
#include "net/http.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <sys/types.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::net {

class tls_identity;   // tls.hpp
class unix_listener;  // unix_socket.hpp

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

/// Which certificate a connection is answered with; null: its handshake is never answered, which only a server
/// that is to behave badly wants.
using tls_choice = std::function<tls_identity*()>;

using http_handler = std::function<boost::asio::awaitable<http_response>(http_request, const http_peer&)>;

/// What the server says by itself, without asking the handler: 400 malformed, 408 too slow, 413 too large,
/// 431 headers too large, 503 too many connections, 500 when the handler threw.
using http_error_page = std::function<http_response(int status, std::string detail)>;

/// Accepts connections and answers requests one after another on each (keep-alive). A connection is idle until
/// it has sent a whole request, and again behind the answer. Nothing that a peer does ends the server, and
/// every failure of one connection stays with it. stop() closes the listeners at once and ends the connections
/// on the next turns of the loop; the destructor stops.
class http_server {
 public:
  http_server(boost::asio::any_io_executor loop, base::clock& time, base::logger& log,
              http_server_limits limits, http_handler handler, http_error_page error_page);
  ~http_server();
  http_server(const http_server&) = delete;
  http_server& operator=(const http_server&) = delete;

  /// Listens on a numeric address and port (0: the system chooses); gives the port. Any number of listeners.
  base::result<std::uint16_t> listen_tcp(const std::string& address, std::uint16_t port);
  /// The same with TLS; `identity` outlives the server.
  base::result<std::uint16_t> listen_tls(const std::string& address, std::uint16_t port,
                                         tls_identity& identity);
  /// The same with a certificate that is chosen for each connection.
  base::result<std::uint16_t> listen_tls(const std::string& address, std::uint16_t port, tls_choice choose);
  /// Serves an already bound unix socket and removes its file at stop().
  /// `closer` closes what clients have sent with it, and outlives the server.
  void listen_unix(unix_listener listener, base::descriptor_closer& closer);
  void stop();
  int connections() const noexcept;

 private:
  base::result<std::uint16_t> listen_on(const std::string& address, std::uint16_t port,
                                        const tls_choice* identity);

  struct state;
  std::unique_ptr<base::task_group> tasks_;
  std::shared_ptr<state> state_;
};

}  // namespace gamekeeper::net
