#include "net/http_client.hpp"

#include "base/limits.hpp"
#include "net/connect.hpp"
#include "net/http_codec.hpp"
#include "net/stream_deadline.hpp"

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>

#include <algorithm>
#include <list>

namespace gamekeeper::net {

namespace asio = boost::asio;
namespace limits = base::limits;
using base::errc;
using base::error;
using base::result;

namespace {

struct connection {
  connection(std::unique_ptr<byte_stream> s, std::size_t body_limit)
      : stream(std::move(s)), codec(*stream, body_limit) {}
  std::unique_ptr<byte_stream> stream;
  http_codec codec;
};
using connection_ptr = std::unique_ptr<connection>;

/// A socket for as long as it speaks with the proxy; TLS takes it over afterwards.
class borrowed_stream final : public byte_stream {
 public:
  explicit borrowed_stream(asio::ip::tcp::socket& socket) : socket_(socket) {}
  asio::awaitable<result<std::size_t>> read_some(asio::mutable_buffer into) override {
    boost::system::error_code ec;
    const auto got = co_await socket_.async_read_some(into, asio::redirect_error(asio::use_awaitable, ec));
    if (ec == asio::error::eof) co_return std::size_t{0};
    if (ec) co_return error(errc::unreachable, ec.message());
    co_return got;
  }
  asio::awaitable<result<void>> write(asio::const_buffer all) override {
    boost::system::error_code ec;
    co_await asio::async_write(socket_, all, asio::redirect_error(asio::use_awaitable, ec));
    if (ec) co_return error(errc::unreachable, ec.message());
    co_return result<void>();
  }
  void stop_reading() noexcept override { close(); }
  void end_writing() noexcept override {}
  void close() noexcept override {
    boost::system::error_code ignored;  // it is given up either way
    socket_.close(ignored);
  }

 private:
  asio::ip::tcp::socket& socket_;
};

// RFC 9110, 9.2.2: doing it twice is the same as doing it once.
bool is_idempotent(std::string_view method) noexcept {
  constexpr std::string_view all[] = {"GET", "HEAD", "PUT", "DELETE", "OPTIONS", "TRACE"};
  return std::find(std::begin(all), std::end(all), method) != std::end(all);
}

// Whether the failure is how a kept connection looks that the server has closed in the meantime.
bool was_stale(const connection& link, const error& why) {
  const bool broken = why.code() == errc::closed || why.code() == errc::unreachable;
  return broken && !link.codec.message_started();
}

// From here on the server may have the request: whoever may not send it twice has to be able to tell.
error once_sent(const error& why) {
  const bool as_if_before = why.code() == errc::unreachable || why.code() == errc::tls;
  return as_if_before ? error(errc::closed, why.message()) : why;
}

}  // namespace

// Shared with the requests under way, which may outlive the client.
struct http_client::state {
  state(asio::any_io_executor l, base::clock& t, resolver& n, trust_settings s, base::logger& g,
        std::size_t b)
      : loop(std::move(l)), time(t), names(n), trust(std::move(s)), log(g), body_limit(b) {}

  struct idle_connection {
    idle_connection(std::string o, connection_ptr l, base::time_point s)
        : origin(std::move(o)), link(std::move(l)), since(s) {}
    std::string origin;
    connection_ptr link;
    base::time_point since;
  };

  static asio::awaitable<result<http_response>> send(std::shared_ptr<state> self, url to,
                                                     http_request request, base::time_point deadline);
  asio::awaitable<result<http_response>> send_within(const url& to, const http_request& request,
                                                     base::time_point deadline);
  asio::awaitable<result<connection_ptr>> open(const url& to, base::time_point deadline);
  asio::awaitable<result<asio::ip::tcp::socket>> connect_through(const proxy& through, const url& to,
                                                                 base::time_point deadline);
  asio::awaitable<result<http_codec::incoming_response>> exchange(connection& link, const url& to,
                                                                  const http_request& request,
                                                                  base::time_point deadline);
  connection_ptr take(const std::string& origin);
  void keep(const std::string& origin, connection_ptr link);

  asio::any_io_executor loop;
  base::clock& time;
  resolver& names;
  trust_settings trust;
  base::logger& log;
  std::size_t body_limit;
  variable_reader variable;         // empty: no proxies
  std::list<idle_connection> idle;  // the one that has waited longest comes first
};

connection_ptr http_client::state::take(const std::string& origin) {
  const auto now = time.now();
  idle.remove_if([now](const auto& each) { return now - each.since >= limits::connection_idle; });
  const auto found =
      std::find_if(idle.begin(), idle.end(), [&](const auto& each) { return each.origin == origin; });
  if (found == idle.end()) return nullptr;
  auto out = std::move(found->link);
  idle.erase(found);
  return out;
}

void http_client::state::keep(const std::string& origin, connection_ptr link) {
  idle.remove_if([&](const auto& each) { return each.origin == origin; });
  idle.emplace_back(origin, std::move(link), time.now());
  if (idle.size() > limits::client_origins) idle.pop_front();
}

asio::awaitable<result<asio::ip::tcp::socket>> http_client::state::connect_through(
    const proxy& through, const url& to, base::time_point deadline) {
  const auto name = "the proxy " + through.host + ":" + std::to_string(through.port);
  auto endpoints = co_await names.resolve(through.host, through.port, deadline);
  if (!endpoints) co_return endpoints.error().within(name);
  auto socket = co_await connect_tcp(loop, time, std::move(*endpoints), deadline);
  if (!socket) co_return socket.error().within(name);
  borrowed_stream stream(*socket);
  stream_deadline expiry(time, stream);
  expiry.close_at(deadline);
  const auto opened = co_await open_tunnel(stream, through, to);
  if (!opened && expiry.expired()) co_return error(errc::timed_out, name + " does not answer");
  if (!opened) co_return opened.error();
  co_return std::move(*socket);
}

asio::awaitable<result<connection_ptr>> http_client::state::open(const url& to, base::time_point deadline) {
  std::optional<proxy> through;
  if (variable) {
    auto found = proxy_for(to, variable);
    if (!found) co_return found.error();
    through = std::move(*found);
  }
  if (through) {
    auto tunnel = co_await connect_through(*through, to, deadline);
    if (!tunnel) co_return tunnel.error();
    const auto end = std::min(deadline, time.now() + limits::tls_handshake_deadline);
    auto secured = co_await tls_connect(std::move(*tunnel), time, to.host, trust, end);
    if (!secured) co_return secured.error();
    co_return std::make_unique<connection>(std::move(*secured), body_limit);
  }
  auto endpoints = co_await names.resolve(to.host, to.port, deadline);
  if (!endpoints) co_return endpoints.error();
  if (!to.secure()) {
    // "localhost" is whatever the resolver says it is.
    std::erase_if(*endpoints, [](const auto& each) { return !each.address().is_loopback(); });
    if (endpoints->empty())
      co_return error(errc::dns, to.host + " does not lead to this machine, plain http is refused");
  }
  auto socket = co_await connect_tcp(loop, time, std::move(*endpoints), deadline);
  if (!socket) co_return socket.error();
  if (!to.secure()) co_return std::make_unique<connection>(plain_stream(std::move(*socket)), body_limit);

  const auto handshake_end = std::min(deadline, time.now() + limits::tls_handshake_deadline);
  auto stream = co_await tls_connect(std::move(*socket), time, to.host, trust, handshake_end);
  if (!stream) co_return stream.error();
  co_return std::make_unique<connection>(std::move(*stream), body_limit);
}

asio::awaitable<result<http_codec::incoming_response>> http_client::state::exchange(
    connection& link, const url& to, const http_request& request, base::time_point deadline) {
  stream_deadline expiry(time, *link.stream);
  expiry.close_at(deadline);
  const auto authority = to.authority();
  const auto written = co_await link.codec.write_request(request, authority);
  // A server that refuses a request may answer and close before it has read all of it.
  const bool worth_reading = written || written.error().code() == errc::unreachable;
  if (!worth_reading && !expiry.expired()) co_return written.error();
  auto answer = co_await link.codec.read_response(request.method);
  if (answer) co_return answer;
  if (expiry.expired()) co_return error(errc::timed_out, "timed out waiting for the answer");
  co_return written ? answer.error() : written.error();
}

asio::awaitable<result<http_response>> http_client::state::send_within(const url& to,
                                                                       const http_request& request,
                                                                       base::time_point deadline) {
  const auto origin = to.origin();
  auto link = take(origin);
  const bool reused = link != nullptr;
  if (!reused) {
    auto opened = co_await open(to, deadline);
    if (!opened) co_return opened.error();
    link = std::move(*opened);
  }
  auto answer = co_await exchange(*link, to, request, deadline);
  if (!answer && reused && is_idempotent(request.method) && was_stale(*link, answer.error())) {
    log.debug("a kept connection was closed by the server; trying a new one", {{"origin", origin}});
    auto opened = co_await open(to, deadline);
    if (!opened) co_return opened.error();
    link = std::move(*opened);
    answer = co_await exchange(*link, to, request, deadline);
  }
  if (!answer) co_return once_sent(answer.error());
  if (answer->keep_alive && !link->codec.has_leftover()) keep(origin, std::move(link));
  co_return std::move(answer->response);
}

asio::awaitable<result<http_response>> http_client::state::send(std::shared_ptr<state> self, url to,
                                                                http_request request,
                                                                base::time_point deadline) {
  if (!to.secure() && !to.loopback())
    co_return error(errc::invalid_input, to.origin() + ": plain http is for this machine only; use https");
  request.target = to.target;
  if (!request.headers.find("User-Agent")) request.headers.add("User-Agent", "gamekeeper");
  auto answer = co_await self->send_within(to, request, deadline);
  // Not a failure of the server: whoever asked has gone, and must not take it for one.
  const auto cancellation = co_await asio::this_coro::cancellation_state;
  if (!answer && cancellation.cancelled() != asio::cancellation_type::none)
    throw boost::system::system_error(asio::error::operation_aborted);
  if (!answer) co_return answer.error().within(to.origin());
  co_return answer;
}

http_client::http_client(asio::any_io_executor loop, base::clock& time, resolver& names, trust_settings trust,
                         base::logger& log, std::size_t response_body_bytes)
    : state_(std::make_shared<state>(std::move(loop), time, names, std::move(trust), log,
                                     response_body_bytes)) {}

http_client::~http_client() {
  forget_connections();
}

asio::awaitable<result<http_response>> http_client::send(url to, http_request request,
                                                         base::time_point deadline) {
  return state::send(state_, std::move(to), std::move(request), deadline);
}

void http_client::use_proxies(variable_reader variable) {
  state_->variable = std::move(variable);
}

void http_client::forget_connections() {
  state_->idle.clear();
}

}  // namespace gamekeeper::net
