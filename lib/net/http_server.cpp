#include "net/http_server.hpp"

#include "base/limits.hpp"
#include "net/connect.hpp"
#include "net/endpoint_text.hpp"
#include "net/http_connection.hpp"
#include "net/socket_error.hpp"
#include "net/unix_socket.hpp"
#include "net/unix_stream.hpp"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <fcntl.h>
#include <sys/socket.h>

#include <list>

namespace gamekeeper::net {

namespace asio = boost::asio;
using asio::ip::tcp;
using local = asio::local::stream_protocol;
using base::result;

namespace {

std::optional<http_peer::unix_credentials> credentials_of(int fd) {
  ucred peer{};
  socklen_t size = sizeof peer;
  if (::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) != 0) return std::nullopt;
  http_peer::unix_credentials out;
  out.pid = peer.pid;
  out.uid = peer.uid;
  out.gid = peer.gid;
  return out;
}

http_peer describe(tcp::socket& socket, bool secure) {
  boost::system::error_code ignored;
  http_peer out;
  out.address = text_of(socket.remote_endpoint(ignored));
  out.secure = secure;
  socket.set_option(tcp::no_delay(true), ignored);
  return out;
}

http_peer describe(local::socket& socket, bool) {
  http_peer out;
  out.address = "unix";
  out.credentials = credentials_of(socket.native_handle());
  return out;
}

base::slot_quota quota_of(const http_server_limits& limits) {
  base::slot_quota out;
  out.total = static_cast<std::size_t>(limits.connections);
  out.per_client = static_cast<std::size_t>(limits.connections_per_peer);
  out.reserved = static_cast<std::size_t>(limits.connections_reserved);
  for (const auto user : limits.privileged_users) out.privileged.push_back(user_client(user));
  return out;
}

base::slot_quota refused_quota() {
  base::slot_quota out;
  out.total = base::limits::refused_connections;
  return out;
}

}  // namespace

// Shared by the server and its coroutines: those end on turns of the loop that come after stop(), when the
// server may be gone. The tasks belong to the server alone.
struct http_server::state {
  state(asio::any_io_executor l, http_service s)
      : loop(std::move(l)),
        service(std::move(s)),
        served(quota_of(service.limits)),
        refused(refused_quota()) {}

  using slot = std::unique_ptr<base::slot_pool::slot>;

  asio::any_io_executor loop;
  http_service service;
  base::slot_pool served;
  base::slot_pool refused;
  std::list<tcp::acceptor> tcp_acceptors;
  std::list<local::acceptor> unix_acceptors;
  std::list<unix_listener> listeners;
  std::list<tls_choice> choices;
  base::descriptor_closer* closer = nullptr;  ///< with a unix socket

  template <class Acceptor>
  static asio::awaitable<void> accept_all(std::shared_ptr<state> self, base::task_group& tasks,
                                          Acceptor& acceptor, const tls_choice* identity);
  template <class Socket>
  static void admit(std::shared_ptr<state> self, base::task_group& tasks, Socket socket,
                    const tls_choice* identity);
  template <class Socket>
  static asio::awaitable<void> converse(std::shared_ptr<state> self, slot place, bool welcome, http_peer peer,
                                        Socket socket, const tls_choice* identity);
  asio::awaitable<opened_stream> open(tcp::socket socket, const tls_choice* identity);
  asio::awaitable<opened_stream> open(local::socket socket, const tls_choice*);
  void turn_away(tcp::socket& socket);
  void turn_away(local::socket& socket);
  void stop_listening();
};

asio::awaitable<opened_stream> http_server::state::open(tcp::socket socket, const tls_choice* identity) {
  if (!identity) co_return plain_stream(std::move(socket));
  auto* chosen = (*identity)();
  if (!chosen) {
    const auto end = service.time.now() + base::limits::tls_stall;
    co_await base::sleep_until(service.time, end);
    co_return base::error(base::errc::timed_out, "the handshake was stalled on purpose");
  }
  const auto deadline = service.time.now() + base::limits::tls_handshake_deadline;
  co_return co_await tls_accept(std::move(socket), service.time, *chosen, deadline);
}

asio::awaitable<opened_stream> http_server::state::open(local::socket socket, const tls_choice*) {
  co_return unix_stream(std::move(socket), *closer);
}

void http_server::state::turn_away(tcp::socket& socket) {
  boost::system::error_code ignored;
  socket.close(ignored);
}

void http_server::state::turn_away(local::socket& socket) {
  close_unread(socket, *closer);
}

void http_server::state::stop_listening() {
  boost::system::error_code ignored;
  for (auto& acceptor : tcp_acceptors) acceptor.close(ignored);
  // Who waits in a listener's queue may have sent something already.
  for (auto& acceptor : unix_acceptors)
    if (acceptor.is_open()) closer->close(base::unique_fd(acceptor.release(ignored)));
  for (auto& listener : listeners) closer->close(listener.release_socket());
  listeners.clear();
}

template <class Socket>
asio::awaitable<void> http_server::state::converse(std::shared_ptr<state> self, slot place, bool welcome,
                                                   http_peer peer, Socket socket,
                                                   const tls_choice* identity) {
  auto stream = co_await self->open(std::move(socket), identity);
  if (!stream) {
    self->service.log.debug("a connection failed",
                            {{"peer", peer.address}, {"why", stream.error().message()}});
    co_return;
  }
  http_connection connection(self->service, std::shared_ptr<byte_stream>(std::move(*stream)), peer, *place);
  if (welcome)
    co_await connection.serve();
  else
    co_await connection.refuse();
}

template <class Socket>
void http_server::state::admit(std::shared_ptr<state> self, base::task_group& tasks, Socket socket,
                               const tls_choice* identity) {
  auto peer = describe(socket, identity != nullptr);
  const auto client = peer.client();
  auto place = self->served.acquire(client);
  const bool welcome = place != nullptr;
  if (!welcome) place = self->refused.acquire(client);
  if (!place) return self->turn_away(socket);
  tasks.spawn("http connection",
              converse(self, std::move(place), welcome, std::move(peer), std::move(socket), identity));
}

template <class Acceptor>
asio::awaitable<void> http_server::state::accept_all(std::shared_ptr<state> self, base::task_group& tasks,
                                                     Acceptor& acceptor, const tls_choice* identity) {
  bool failing = false;
  for (;;) {
    typename Acceptor::protocol_type::socket socket(self->loop);
    boost::system::error_code ec;
    co_await acceptor.async_accept(socket, asio::redirect_error(asio::use_awaitable, ec));
    if (!acceptor.is_open() || ec == asio::error::operation_aborted) co_return;
    if (!ec) {
      failing = false;
      admit(self, tasks, std::move(socket), identity);
      continue;
    }
    // Mostly EMFILE: trying again at once would only burn the processor until somebody closes something.
    if (!failing)
      self->service.log.error("connections cannot be accepted; trying again", {{"why", ec.message()}});
    failing = true;
    const auto pause_end = self->service.time.now() + base::limits::accept_pause;
    co_await base::sleep_until(self->service.time, pause_end);
  }
}

http_server::http_server(asio::any_io_executor loop, base::clock& time, base::logger& log,
                         http_server_limits limits, http_handler handler, http_error_page error_page)
    : tasks_(std::make_unique<base::task_group>(loop, log)),
      state_(std::make_shared<state>(
          loop, http_service{time, log, limits, std::move(handler), std::move(error_page)})) {}

http_server::~http_server() {
  stop();
}

result<std::uint16_t> http_server::listen_on(const std::string& address, std::uint16_t port,
                                             const tls_choice* identity) {
  boost::system::error_code ec;
  const auto numeric = asio::ip::make_address(address, ec);
  if (ec)
    return base::error(base::errc::invalid_input, "'" + address + "' is no numeric address to listen on");
  const tcp::endpoint endpoint(numeric, port);
  tcp::acceptor acceptor(state_->loop);
  acceptor.open(endpoint.protocol(), ec);
  if (!ec) acceptor.set_option(tcp::acceptor::reuse_address(true), ec);
  if (!ec) acceptor.bind(endpoint, ec);
  if (!ec) acceptor.listen(asio::socket_base::max_listen_connections, ec);
  if (ec) return socket_failure("cannot listen on " + text_of(endpoint), ec);
  const auto chosen = acceptor.local_endpoint(ec).port();
  auto& kept = state_->tcp_acceptors.emplace_back(std::move(acceptor));
  tasks_->spawn("http listener", state::accept_all(state_, *tasks_, kept, identity));
  return chosen;
}

result<std::uint16_t> http_server::listen_tcp(const std::string& address, std::uint16_t port) {
  return listen_on(address, port, nullptr);
}

result<std::uint16_t> http_server::listen_tls(const std::string& address, std::uint16_t port,
                                              tls_identity& identity) {
  return listen_tls(address, port, [&identity] { return &identity; });
}

result<std::uint16_t> http_server::listen_tls(const std::string& address, std::uint16_t port,
                                              tls_choice choose) {
  state_->choices.push_back(std::move(choose));
  return listen_on(address, port, &state_->choices.back());
}

void http_server::listen_unix(unix_listener listener, base::descriptor_closer& closer) {
  state_->closer = &closer;
  auto& acceptor = state_->unix_acceptors.emplace_back(state_->loop);
  boost::system::error_code ec;
  // A descriptor of the acceptor's own: the listener keeps its, and with it the right to remove the file.
  acceptor.assign(local(), ::fcntl(listener.fd(), F_DUPFD_CLOEXEC, 0), ec);
  state_->listeners.push_back(std::move(listener));
  if (ec) {
    state_->service.log.error("a unix socket cannot be served",
                              {{"path", state_->listeners.back().path()}, {"why", ec.message()}});
    return;
  }
  tasks_->spawn("http listener", state::accept_all(state_, *tasks_, acceptor, nullptr));
}

void http_server::stop() {
  state_->stop_listening();
  tasks_->cancel();
}

int http_server::connections() const noexcept {
  return static_cast<int>(state_->served.size());
}

}  // namespace gamekeeper::net
