#pragma once

/// The platform's API as calls.
///   client.hpp          one method for each operation, over the transport seam
///   call.hpp            one call before it is sent, and the seam for what makes it more than one request
///   call_sender.hpp     the one path of every call: url, token, policy, error
///   decode_response.hpp what an answer's body says
///   paginator.hpp       a list, item by item or page by page
///   retry_policy.hpp    the documented rates, and trying again
///   idempotent_deploy.hpp  a deploy that is not done twice

#include "base/clock.hpp"
#include "edgegap/client/call.hpp"
#include "edgegap/client/call_sender.hpp"
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
#include "edgegap/messages/stop.hpp"
#include "edgegap/messages/tags.hpp"
#include "net/http.hpp"

#include <boost/asio/awaitable.hpp>

#include <optional>
#include <string>

namespace gamekeeper::edgegap {

/// The platform's whole API over the transport seam: one typed method per operation of the table, one call
/// path under them. A call is one request and its answer by the deadline given, unless a policy makes it more
/// patient. Every call is a coroutine that ends when it is cancelled. `http`, `time` and the policy outlive
/// the client, and the client outlives its calls and the walks of its lists. A method's name is its
/// operation's.
class client {
 public:
  client(net::http_transport& http, base::clock& time, client_settings settings,
         const injected_environment& injected = injected_environment());

  bool has_organisation_token() const noexcept { return sender_.has_organisation_token(); }
  bool has_context() const noexcept { return sender_.has_context(); }
  bool can_stop_itself() const noexcept { return sender_.can_stop_itself(); }

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
  call_sender sender_;
};

}  // namespace gamekeeper::edgegap
