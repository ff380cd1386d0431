#pragma once

#include "emulator/api/api.hpp"
#include "net/http.hpp"

#include <string>
#include <vector>

namespace gamekeeper::emulator {

/// One request that has found its route.
struct api_call {
  api_context& context;
  const net::http_request& request;
  std::vector<std::string> parameters;  ///< what stood in the path's {…}, decoded
  deployment* subject = nullptr;  ///< of {request_id}, when there is one; deploy sets it to what it made
};

/// What stands behind each route of route_table.hpp.
namespace routes {

// route_deploy.cpp: the three ways to start a deployment
net::http_response deploy(api_call& call);
net::http_response fleet_deploy(api_call& call);
net::http_response deploy_v1(api_call& call);

// route_deployments.cpp: one deployment
net::http_response status(api_call& call);
net::http_response stop(api_call& call);

// route_observed.cpp: what a deployment has written and used
net::http_response container_logs(api_call& call);
net::http_response deployment_metrics(api_call& call);

// route_lists.cpp: many of something
net::http_response deployment_list(api_call& call);
net::http_response bulk_stop(api_call& call);
net::http_response location_list(api_call& call);
net::http_response beacon_list(api_call& call);
net::http_response fleet_hosts(api_call& call);

// route_tags.cpp
net::http_response tag_list(api_call& call);
net::http_response tag_get(api_call& call);
net::http_response tag_create(api_call& call);
net::http_response tag_update(api_call& call);
net::http_response tag_delete(api_call& call);

// route_self.cpp: what a deployment does for itself
net::http_response self_stop(api_call& call);
net::http_response context(api_call& call);
net::http_response context_tag_add(api_call& call);
net::http_response context_tag_remove(api_call& call);

// route_admin.cpp: what only the emulator has
net::http_response admin_list(api_call& call);
net::http_response admin_show(api_call& call);
net::http_response admin_sockets_usage(api_call& call);
net::http_response admin_status(api_call& call);
net::http_response admin_faults(api_call& call);
net::http_response admin_faults_list(api_call& call);
net::http_response admin_faults_clear(api_call& call);

}  // namespace routes

}  // namespace gamekeeper::emulator
