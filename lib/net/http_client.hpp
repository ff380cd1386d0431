#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "net/http.hpp"
#include "net/proxy.hpp"
#include "net/resolver.hpp"
#include "net/tls.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>

namespace gamekeeper::net {

/// The real transport. Keeps one idle connection per origin (at most limits: four origins) and uses it again
/// while it is younger than limits::connection_idle; a request that fails on a reused connection before a
/// byte of the answer came is sent once more on a new one, if its method is idempotent. Concurrent requests
/// to one origin use connections of their own.
class http_client final : public http_transport {
 public:
  http_client(boost::asio::any_io_executor loop, base::clock& time, resolver& names, trust_settings trust,
              base::logger& log, std::size_t response_body_bytes);
  ~http_client() override;

  boost::asio::awaitable<base::result<http_response>> send(url to, http_request request,
                                                           base::time_point deadline) override;
  /// From now on https goes through the proxy that the variables name (proxy_for), by a tunnel: the proxy sees no
  /// request. Without this call no proxy is used.
  void use_proxies(variable_reader variable);
  /// Closes idle connections.
  void forget_connections();

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace gamekeeper::net
