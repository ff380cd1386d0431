#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/secret.hpp"
#include "net/url.hpp"

#include <boost/asio/awaitable.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::net {

struct http_header {
  http_header(std::string n, std::string v) : name(std::move(n)), value(std::move(v)) {}
  std::string name;
  std::string value;
};

/// Header fields in their order; names compare without case.
class http_headers {
 public:
  void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
  /// The first field of that name.
  std::optional<std::string_view> find(std::string_view name) const noexcept;
  auto begin() const noexcept { return fields_.begin(); }
  auto end() const noexcept { return fields_.end(); }

 private:
  std::vector<http_header> fields_;
};

/// A request, for either side. Constructors instead of braces: see the rule for co_await operands.
struct http_request {
  http_request() = default;
  explicit http_request(std::string m, std::string t = "/") : method(std::move(m)), target(std::move(t)) {}

  std::string method = "GET";
  std::string target = "/";  ///< path and query as on the wire; a client takes it from the url instead
  /// Without Host, Content-Length, Transfer-Encoding and Connection: the codec writes those itself. A server
  /// finds Host here.
  http_headers headers;
  /// The value of the Authorization header, whole (with `token ` in front where the platform wants that). A
  /// client fills it in; a server finds what came here and not in `headers`, so that no log of the headers
  /// shows it.
  std::optional<base::secret> authorization;
  std::string body;

  /// The path without the query.
  std::string_view path() const noexcept;
  /// The raw query without '?', or empty.
  std::string_view query() const noexcept;
};

class stream_source;  // stream_source.hpp

/// How much of an answer a server sends. All of it, but for a server that is to behave badly on purpose.
enum class answer_delivery {
  whole,
  cut,    ///< half of the body that the header announces, then the end of the connection
  reset,  ///< nothing, and a reset of the connection
};

struct http_response {
  http_response() = default;
  explicit http_response(int s) : status(s) {}
  http_response(int s, std::string content_type, std::string b);

  int status = 200;
  http_headers headers;
  std::string body;
  answer_delivery delivery = answer_delivery::whole;
  /// A server's handler may give these instead of a body: the answer goes on, message by message, and its
  /// connection ends with it. Chunked, a line each; with status 101 as WebSocket text frames (websocket.hpp).
  std::shared_ptr<stream_source> messages;
};

/// The seam for HTTP: main hands in the real client, tests a scripted one.
class http_transport {
 public:
  virtual ~http_transport() = default;
  /// One request and its whole answer by `deadline`, which covers resolving, connecting, the handshake and
  /// both messages. Any status is a success here. After dns, unreachable and tls nothing was sent; after
  /// timed_out, closed (the connection broke or was cut), too_large and malformed the server may have carried
  /// the request out. The message names the host. Redirects are not followed. `to` must have passed
  /// parse_trusted_url. Whoever cancels the caller gets no answer: the real client throws operation_aborted.
  virtual boost::asio::awaitable<base::result<http_response>> send(url to, http_request request,
                                                                   base::time_point deadline) = 0;
};

}  // namespace gamekeeper::net
