#pragma once

/// The platform's API as calls.
///   client.hpp          one method for each operation, over the transport seam
///   call.hpp            one call before it is sent, and the seam for what makes it more than one request
///   paginator.hpp       a list, item by item or page by page
///   retry_policy.hpp    the documented rates, and trying again
///   idempotent_deploy.hpp  a deploy that is not done twice

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "edgegap/client/call.hpp"
#include "edgegap/client/paginator.hpp"
#include "edgegap/environment/environment.hpp"
#include "edgegap/messages/api_error.hpp"
#include "edgegap/messages/bulk_stop.hpp"
#include "edgegap/messages/container_logs.hpp"
#include "edgegap/messages/deploy.hpp"
#include "edgegap/messages/deploy_v1.hpp"
#include "edgegap/messages/deployment.hpp"
#include "edgegap/messages/deployment_list.hpp"
#include "edgegap/messages/fleet_hosts.hpp"
#include "edgegap/messages/locations.hpp"
#include "edgegap/messages/metrics.hpp"
#include "edgegap/messages/pages.hpp"
#include "edgegap/messages/tags.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

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
  bool sent = true;                           ///< false: nothing has left, so nobody can have heard it
  base::errc code{};                          ///< unless it was accepted: what kind of failure it is
  std::string message;                        ///< the platform's own words, or what broke
  std::optional<base::duration> retry_after;  ///< with `failed` only
  std::string text;                           ///< the answer's body as it came

  /// Nobody has to ask again.
  bool settled() const noexcept { return kind != stop_kind::failed && kind != stop_kind::refused; }
};

stop_outcome classify_stop(const api_answer& answer);
/// What the platform knew of the deployment when it accepted the stop ("deployment_summary"), if it said so.
std::optional<deployment> stop_summary(const stop_outcome& outcome);

/// Whether the container's logs are kept when it has stopped ("container_log_storage").
class log_storage {
 public:
  static log_storage as_configured() { return log_storage(""); }  ///< as the application's version says
  static log_storage on() { return log_storage("true"); }         ///< in the version's own endpoint storage
  static log_storage off() { return log_storage("false"); }
  static log_storage in(std::string endpoint_storage) { return log_storage(std::move(endpoint_storage)); }
  const std::string& text() const noexcept { return text_; }

 private:
  explicit log_storage(std::string text) : text_(std::move(text)) {}
  std::string text_;
};

struct client_settings {
  net::url api;  ///< https://api.edgegap.com, or an emulator; only its origin counts
  std::optional<base::secret> organisation_token;
  call_policy* policy = nullptr;  ///< none: a call is one request
};

/// The platform's whole API over the transport seam: one typed method per operation of the table, one call
/// path under them. A call is one request and its answer by the deadline given, unless a policy makes it more
/// patient. Every call is a coroutine that ends when it is cancelled. `http`, `time` and the policy outlive
/// the client, and the client outlives its calls and the walks of its lists. A method's name is its
/// operation's.
///
/// The operator's operations are in units of their own, so that a program that only looks after itself does
/// not carry them: client_deploy.cpp, client_lists.cpp, client_deployment.cpp, client_tags.cpp.
class client {
 public:
  client(net::http_transport& http, base::clock& time, client_settings settings,
         const injected_environment& injected = injected_environment());

  bool has_organisation_token() const noexcept { return settings_.organisation_token.has_value(); }
  bool has_context() const noexcept { return context_.has_value(); }
  bool can_stop_itself() const noexcept { return self_stop_.has_value(); }

  template <class T>
  using call_of = boost::asio::awaitable<api_result<decoded_response<T>>>;
  template <class T>
  using page_of = call_of<page<T>>;

  // From inside the deployment, with the url and the token that were injected.

  /// context_get
  call_of<deployment> context(base::time_point deadline);
  /// self_stop: the deployment that the agent lives in.
  boost::asio::awaitable<stop_outcome> self_stop(base::time_point deadline,
                                                 log_storage logs = log_storage::as_configured());
  /// 409 when it is there already.
  call_of<deployment_tag> context_tag_add(std::string name, base::time_point deadline);
  boost::asio::awaitable<api_result<void>> context_tag_remove(std::string name, base::time_point deadline);

  // With the organisation's token.

  call_of<deploy_answer> deploy(deploy_request request, base::time_point deadline);
  call_of<deploy_answer> fleet_deploy(fleet_deploy_request request, base::time_point deadline);
  call_of<deploy_v1_answer> deploy_v1(deploy_v1_request request, base::time_point deadline);

  /// deployment_status
  call_of<deployment> status(std::string request_id, base::time_point deadline);
  /// deployment_stop: any deployment of the organisation.
  boost::asio::awaitable<stop_outcome> stop(std::string request_id, base::time_point deadline,
                                            log_storage logs = log_storage::as_configured());
  call_of<bulk_stop_answer> bulk_stop(bulk_stop_request request, base::time_point deadline);
  call_of<container_logs> logs(std::string request_id, base::time_point deadline);
  call_of<deployment_metrics> metrics(std::string request_id, metrics_query query, base::time_point deadline);

  /// Lists: one page, counted from 1, or a walk through all of them, whose deadline is for the whole walk.
  page_of<listed_deployment> deployment_page(list_query query, int number, base::time_point deadline);
  paginator<listed_deployment> deployments(list_query query, base::time_point deadline);
  page_of<deploy_location> location_page(locations_query query, int number, base::time_point deadline);
  paginator<deploy_location> locations(locations_query query, base::time_point deadline);
  page_of<beacon> beacon_page(std::optional<int> page_size, int number, base::time_point deadline);
  paginator<beacon> beacons(std::optional<int> page_size, base::time_point deadline);
  page_of<fleet_host> host_page(std::string fleet, std::optional<int> page_size, int number,
                                base::time_point deadline);
  paginator<fleet_host> hosts(std::string fleet, std::optional<int> page_size, base::time_point deadline);
  page_of<deployment_tag> tag_page(std::string request_id, std::optional<int> page_size, int number,
                                   base::time_point deadline);
  paginator<deployment_tag> tags(std::string request_id, std::optional<int> page_size,
                                 base::time_point deadline);

  call_of<deployment_tag> tag(std::string request_id, std::string name, base::time_point deadline);
  /// 409 when it is there already.
  call_of<deployment_tag> tag_create(std::string request_id, std::string name, base::time_point deadline);
  call_of<deployment_tag> tag_update(std::string request_id, std::string name, std::string new_name,
                                     base::time_point deadline);
  boost::asio::awaitable<api_result<void>> tag_delete(std::string request_id, std::string name,
                                                      base::time_point deadline);

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
  boost::asio::awaitable<api_answer> call(api_call what, base::time_point deadline);
  /// call() with a body that may not have been possible to make.
  boost::asio::awaitable<api_answer> call_with(api_call what, base::result<std::string> body,
                                               base::time_point deadline);
  /// One request and its answer.
  boost::asio::awaitable<api_answer> attempt(const api_call& what, base::time_point deadline);
  base::result<prepared_request> prepare(const api_call& what) const;
  base::result<net::url> address_of(const api_call& what) const;
  const std::optional<endpoint>& injected_endpoint(operation_id id) const noexcept;
  /// Of an operation that prepare() has accepted.
  const base::secret& token_of(operation_id id) const noexcept;

  net::http_transport& http_;
  base::clock& time_;
  client_settings settings_;
  std::optional<endpoint> context_;
  std::optional<endpoint> self_stop_;
};

/// What a call is worth once its body has been understood by `decode`; for the client's own methods.
template <class T, class Decode>
api_result<decoded_response<T>> decode_response(api_answer& answer, operation_id asked,
                                                const std::string& about, Decode decode) {
  if (!answer) return answer.error();
  base::result<decoded_response<T>> value = decode(answer->body);
  if (!value) {
    auto failure = api_error::from_unusable(asked, answer->status, value.error());
    failure.about(about);
    return failure;
  }
  value->text = std::move(answer->body);
  return std::move(*value);
}

}  // namespace gamekeeper::edgegap
