#pragma once

#include "emulator/deployment.hpp"

#include <boost/json/fwd.hpp>

#include <string>

namespace gamekeeper::emulator {

/// V1DeploymentStatus with the members that only the API reference has (whitelisting_active, sockets,
/// sockets_usage).
boost::json::object status_view(const deployment& d, const catalogue& offered, base::time_point now);
/// What the context endpoint gives a deployment about itself.
boost::json::object context_view(const deployment& d, const catalogue& offered);
/// What the emulator knows beyond the platform's API: pid, restarts, times, history. No token.
boost::json::object admin_view(const deployment& d);

/// LocationData, as the API and ARBITRIUM_DEPLOYMENT_LOCATION have it.
boost::json::object location_view(const location& place);

/// "2026-04-22 12:00:46.444000": UTC, no zone, as v1 writes times.
std::string v1_time(base::wall_time when);

}  // namespace gamekeeper::emulator
