#pragma once

#include "base/error.hpp"
#include "edgegap/messages/decoded_response.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gamekeeper::edgegap {

/// A player, by whose place the platform chooses the deployment's: {"user_type": "ip_address"}.
struct user_address {
  explicit user_address(std::string address) : ip(std::move(address)) {}
  std::string ip;  ///< IPv4 or IPv6, numeric
};
/// The same by coordinates, {"user_type": "geo_coordinates"}.
struct user_position {
  user_position(double lat, double lon) : latitude(lat), longitude(lon) {}
  double latitude;   ///< degrees, -90 to 90, north is positive
  double longitude;  ///< degrees, -180 to 180, east is positive
};
using deploy_user = std::variant<user_address, user_position>;

/// A variable that the deployment's container gets.
struct environment_variable {
  environment_variable(std::string k, std::string v, bool hide = false)
      : key(std::move(k)), value(std::move(v)), hidden(hide) {}
  std::string key;    ///< sanitised by the platform
  std::string value;  ///< up to 4 KB
  bool hidden;        ///< encrypted at rest, not readable through the API; the container itself sees it
};

/// Takes the place of what the application's version asks for (v2 specification, since June 2026).
struct deploy_resources {
  int cpu_units = 0;   ///< 1024 are one virtual core; at least 100
  int memory_mib = 0;  ///< at least 100, at most twice cpu_units
};

/// POST /v2/deployments
struct deploy_request {
  std::string application;                       ///< required
  std::string version;                           ///< required
  std::vector<deploy_user> users;                ///< at least one
  std::optional<bool> require_cached_locations;  ///< only where the image is cached already: faster
  std::optional<deploy_resources> resources;
  std::vector<environment_variable> environment;
  std::vector<std::string> tags;
  std::string webhook_on_ready;       ///< url that is POSTed the status to, once, within 10 s; empty: none
  std::string webhook_on_error;       ///< the same
  std::string webhook_on_terminated;  ///< the same
};

/// POST /v2/private-fleets/deployments
struct fleet_deploy_request : deploy_request {
  /// At least one, each once: tried in this order before the deployment overflows to the cloud.
  std::vector<std::string> private_host_ids;
};

/// 202: the deployment is under way.
struct deploy_answer {
  std::string request_id;  ///< required
};

/// The body to send. invalid_input names the member that is missing or out of its range; what only the
/// platform can know (names, lengths of tags) is left to it.
base::result<std::string> encode(const deploy_request& request);
base::result<std::string> encode(const fleet_deploy_request& request);

base::result<decoded_response<deploy_answer>> decode_deploy_answer(std::string_view text);

}  // namespace gamekeeper::edgegap
