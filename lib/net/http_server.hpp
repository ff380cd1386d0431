#pragma once

#include "base/descriptor_closer.hpp"
#include "base/task_group.hpp"
#include "net/http_service.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>

namespace gamekeeper::net {

class tls_identity;   // tls.hpp
class unix_listener;  // unix_socket.hpp

/// Which certificate a connection is answered with; null: its handshake is never answered, which only a server
/// that is to behave badly wants.
using tls_choice = std::function<tls_identity*()>;

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
