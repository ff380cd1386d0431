#pragma once

#include "base/error.hpp"

#include <span>
#include <string>
#include <string_view>

namespace gamekeeper::edgegap {

/// Every call that can be made, in the order of the table in operation.cpp.
enum class operation_id {
  deployment_status,   ///< GET /v1/status/{request_id}
  deployment_stop,     ///< DELETE /v1/stop/{request_id}
  self_stop,           ///< DELETE $ARBITRIUM_DELETE_URL, from inside the deployment
  context_get,         ///< GET $ARBITRIUM_CONTEXT_URL, from inside the deployment
  context_tag_add,     ///< POST $ARBITRIUM_CONTEXT_URL/tags
  context_tag_remove,  ///< DELETE $ARBITRIUM_CONTEXT_URL/tags/{tag_name}
  deploy,              ///< POST /v2/deployments
  fleet_deploy,        ///< POST /v2/private-fleets/deployments
  deploy_v1,           ///< POST /v1/deploy
  deployment_list,     ///< GET /v1/deployments
  bulk_stop,           ///< POST /v1/deployments/bulk-stop
  location_list,       ///< GET /v1/locations
  beacon_list,         ///< GET /v1/locations/beacons
  container_logs,      ///< GET /v1/deployment/{request_id}/container-logs
  deployment_metrics,  ///< GET /v1/metrics/deployment/{request_id}
  fleet_hosts,         ///< GET /v2/private-fleets/{fleet_name}/hosts
  tag_list,            ///< GET /v1/deployments/{request_id}/tags
  tag_get,             ///< GET /v1/deployments/{request_id}/tags/{tag_name}
  tag_create,          ///< POST /v1/deployments/{request_id}/tags
  tag_update,          ///< PATCH /v1/deployments/{request_id}/tags/{tag_name}
  tag_delete,          ///< DELETE /v1/deployments/{request_id}/tags/{tag_name}
};

enum class authorization_kind {
  organisation_token,  ///< "Authorization: token X", the account's API token
  deployment_token,    ///< "Authorization: X", the raw token that was injected for this one url
};

/// One row of the table.
struct operation {
  operation_id id;
  std::string_view name;  ///< as it stands in logs and metrics
  std::string_view method;
  /// With {placeholders}, below the API's origin; of an injected url: what is added to its path, or nothing.
  std::string_view path;
  std::span<const std::string_view> query;  ///< the names that may stand there, all of them optional
  authorization_kind authorization;
  std::span<const int> documented_codes;
  int requests_per_second;  ///< documented limit per organisation; 0: none is documented
  bool idempotent;          ///< safe to send again: twice does what once does
};

std::span<const operation> operations() noexcept;
const operation& describe(operation_id id) noexcept;
bool documents(const operation& what, int status) noexcept;

/// A placeholder's or a query's name and what goes there, unescaped.
struct path_value {
  path_value(std::string_view n, std::string v) : name(n), value(std::move(v)) {}
  std::string_view name;
  std::string value;
};
using query_value = path_value;

/// The path with every {placeholder} replaced by its percent-encoded value. invalid_input when a value is
/// missing, empty, "." or "..": such a path would name another operation.
base::result<std::string> expand_path(const operation& what, std::span<const path_value> values);
/// "a=1&b=2", percent-encoded, in the order given; empty for none. invalid_input when the operation has no
/// such query.
base::result<std::string> expand_query(const operation& what, std::span<const query_value> values);

}  // namespace gamekeeper::edgegap
