#pragma once

#include "emulator/model/deployment.hpp"
#include "emulator/model/platform_time.hpp"

#include <boost/json/fwd.hpp>

#include <string>

namespace gamekeeper::emulator {

/// V1DeploymentStatus with the members that only the API reference has (whitelisting_active, sockets,
/// sockets_usage), so that clients of either find what they read. `sockets` is null without a capacity.
boost::json::object status_view(const deployment& d, base::time_point now);
/// What the context endpoint gives a deployment about itself.
boost::json::object context_view(const deployment& d);
/// What the emulator knows beyond the platform's API: pid, restarts, times, history. No token.
boost::json::object admin_view(const deployment& d);

/// The platform's name for a deployment. It does not resolve here: the join address is the public IP.
std::string fqdn_of(const deployment& d);

/// One entry of GET /v1/deployments.
boost::json::object listed_view(const deployment& d);
boost::json::object tag_view(const deployment_tag& tag);
/// One entry of GET /v2/private-fleets/{fleet-name}/hosts. `made` stands for the times that nobody recorded.
boost::json::object host_view(const fleet_host& host, int allocated_cpu_units, int allocated_memory_mb,
                              base::wall_time made);

}  // namespace gamekeeper::emulator
