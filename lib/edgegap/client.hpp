#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "edgegap/api_error.hpp"
#include "edgegap/deployment.hpp"
#include "edgegap/environment.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::edgegap {

/// What became of a request to stop a deployment.
enum class stop_kind {
  accepted,      ///< any 2xx: it will be stopped (202: once it is READY or in ERROR)
  already_gone,  ///< 410
  not_found,     ///< 404: counts as gone, though a wrong url answers the same
  refused,       ///< 401, 403, or no url or token to ask with: asking again changes nothing
  failed,        ///< anything else: ask again
};

std::string_view to_string(stop_kind kind) noexcept;

struct stop_outcome {
  stop_kind kind = stop_kind::failed;
  int status = 0;                             ///< 0 when there was no answer
  std::string message;                        ///< the platform's own words, or what broke
  std::optional<base::duration> retry_after;  ///< with `failed` only

  /// Nobody has to ask again.
  bool settled() const noexcept { return kind != stop_kind::failed && kind != stop_kind::refused; }
};

stop_outcome classify_stop(const api_result<net::http_response>& answer);

/// One operation and what fills its path.
struct api_call {
  explicit api_call(operation_id what) : operation(what) {}
  operation_id operation;
  std::vector<path_value> path;
};

struct client_settings {
  net::url api;  ///< https://api.edgegap.com, or an emulator; only its origin counts
  std::optional<base::secret> organisation_token;
};

/// The platform's API over the transport seam. Each call is one request and its answer by the deadline given;
/// nothing is retried here, since the callers' patience differs. `http` and `time` outlive the client.
class client {
 public:
  client(net::http_transport& http, base::clock& time, client_settings settings,
         const injected_environment& injected);

  bool has_organisation_token() const noexcept { return settings_.organisation_token.has_value(); }
  bool has_context() const noexcept { return context_.has_value(); }
  bool can_stop_itself() const noexcept { return self_stop_.has_value(); }

  /// deployment_status
  boost::asio::awaitable<api_result<decoded_deployment>> status(std::string request_id,
                                                                base::time_point deadline);
  /// context_get
  boost::asio::awaitable<api_result<decoded_deployment>> context(base::time_point deadline);
  /// self_stop: the deployment that the agent lives in.
  boost::asio::awaitable<stop_outcome> self_stop(base::time_point deadline);
  /// deployment_stop: any deployment of the organisation.
  boost::asio::awaitable<stop_outcome> stop(std::string request_id, base::time_point deadline);

 private:
  /// An injected url and the token that opens it.
  struct endpoint {
    net::url address;
    base::secret token;
  };
  struct prepared_request {
    net::url to;
    net::http_request request;
  };

  /// The one path that every operation takes: any 2xx, or an error.
  boost::asio::awaitable<api_result<net::http_response>> call(api_call what, base::time_point deadline);
  base::result<prepared_request> prepare(const api_call& what) const;
  const std::optional<endpoint>& injected_endpoint(operation_id id) const noexcept;
  /// Of an operation that prepare() has accepted.
  const base::secret& token_of(operation_id id) const noexcept;

  net::http_transport& http_;
  base::clock& time_;
  client_settings settings_;
  std::optional<endpoint> context_;
  std::optional<endpoint> self_stop_;
};

}  // namespace gamekeeper::edgegap
