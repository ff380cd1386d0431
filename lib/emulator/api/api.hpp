#pragma once

/// The platform's HTTP API.
///   api.hpp                   request -> response, without sockets; api_*.cpp hold what stands behind the routes
///   api_routes.hpp            every route, and how a path is matched
///   views.hpp                 deployments as the JSON that the API gives; paging.hpp the pages of every list
///   rate_limits.hpp           the documented requests per second
///   allowed_hosts.hpp         by which names it may be called, so that no page of the web can
///   faults.hpp                what is to go wrong; fault_request.hpp reads it, from a request or a scenario
///   request_record.hpp        requests and answers, written down

#include "base/log.hpp"
#include "emulator/api/allowed_hosts.hpp"
#include "emulator/api/faults.hpp"
#include "emulator/api/rate_limits.hpp"
#include "emulator/api/request_record.hpp"
#include "emulator/platform/platform.hpp"
#include "emulator/reading/fields.hpp"
#include "net/http.hpp"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

struct api_settings {
  std::vector<base::secret> organisation_tokens;
  bool admin = false;            ///< serve /_emulator/ too
  bool rate_limits = false;      ///< refuse what is more than the documented requests per second
  std::uint64_t fault_seed = 0;  ///< of the dice that faults with a probability throw
  allowed_hosts hosts = {};
  int unknown_deployment = 400;  ///< what an unknown request id is answered with
};

struct api_reply {
  net::http_response response;
  base::duration delay{};  ///< a fault's: the answer is ready and goes out after this
};

/// One request that has found its route.
struct api_call {
  const net::http_request& request;
  std::vector<std::string> parameters;  ///< what stood in the path's {…}, decoded
  deployment* subject = nullptr;  ///< of {request_id}, when there is one; deploy sets it to what it made
};

/// The platform's HTTP API, request -> response without sockets: codes, headers and bodies as documented.
/// Every answer is JSON; every refusal is {"message": …} and names what is wrong and what is allowed.
class api {
 public:
  api(platform& target, base::logger& log, api_settings settings);

  api_reply answer(const net::http_request& request);
  /// What is to go wrong: of answers it is carried out here, of the rest by whoever asks.
  fault_list& faults() noexcept { return faults_; }

  using operation = net::http_response (api::*)(api_call&);
  struct route;  // api_routes.hpp

 private:
  const route* find_route(const net::http_request& request, std::vector<std::string>& parameters,
                          std::string& allowed) const;
  net::http_response perform(const route& to, api_call& call);
  /// Which of the organisation's tokens the request carries.
  std::optional<std::size_t> organisation_token(const net::http_request& request) const;
  std::optional<net::http_response> too_many(const route& to, std::size_t token);
  std::optional<net::http_response> refuse_context(const api_call& call) const;

  // api_deploy.cpp: the three ways to start a deployment
  net::http_response deploy(api_call& call);
  net::http_response fleet_deploy(api_call& call);
  net::http_response deploy_v1(api_call& call);
  // api_deployments.cpp: one deployment
  net::http_response status(api_call& call);
  net::http_response stop(api_call& call);
  // api_observed.cpp: what a deployment has written and used
  net::http_response container_logs(api_call& call);
  net::http_response deployment_metrics(api_call& call);
  // api_lists.cpp: many of something
  net::http_response deployment_list(api_call& call);
  net::http_response bulk_stop(api_call& call);
  net::http_response location_list(api_call& call);
  net::http_response beacon_list(api_call& call);
  net::http_response fleet_hosts(api_call& call);
  // api_tags.cpp
  net::http_response tag_list(api_call& call);
  net::http_response tag_get(api_call& call);
  net::http_response tag_create(api_call& call);
  net::http_response tag_update(api_call& call);
  net::http_response tag_delete(api_call& call);
  // api_self.cpp: what a deployment does for itself
  net::http_response self_stop(api_call& call);
  net::http_response context(api_call& call);
  net::http_response context_tag_add(api_call& call);
  net::http_response context_tag_remove(api_call& call);
  // api_admin.cpp: what only the emulator has
  net::http_response admin_list(api_call& call);
  net::http_response admin_show(api_call& call);
  net::http_response admin_sockets_usage(api_call& call);
  net::http_response admin_status(api_call& call);
  net::http_response admin_faults(api_call& call);
  net::http_response admin_faults_list(api_call& call);
  net::http_response admin_faults_clear(api_call& call);

  platform& platform_;
  base::logger& log_;
  api_settings settings_;
  fault_list faults_;
  rate_limits rates_;

  friend struct api_route_table;
};

/// 400 that names each wrong member by its JSON pointer, or parameter as "?name".
net::http_response refusal(const std::vector<problem>& problems);
/// The same with v2's member `details`: each problem by its pointer.
net::http_response detailed_refusal(const std::vector<problem>& problems);
/// An answer with a JSON body.
net::http_response json_answer(int status, const boost::json::object& body);
/// {"message": …}: every refusal, those of the HTTP server itself too.
net::http_response message_answer(int status, std::string_view message);

/// The same over time: waits out a fault's delay, and writes both down when there is a record. All outlive the
/// coroutine.
boost::asio::awaitable<net::http_response> serve(api& handler, base::clock& time, net::http_request request,
                                                 request_record* record = nullptr);

}  // namespace gamekeeper::emulator
