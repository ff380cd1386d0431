#include "emulator/api/route_table.hpp"

#include "net/url.hpp"

#include <array>

namespace gamekeeper::emulator {

std::span<const route> all_routes() noexcept {
  using enum access;
  // clang-format off
  static constexpr auto table = std::to_array<route>({
      {"POST", "/v2/deployments", "deploy", organisation, 40, routes::deploy},
      {"POST", "/v2/private-fleets/deployments", "fleet_deploy", organisation, 40, routes::fleet_deploy},
      {"POST", "/v1/deploy", "deploy_v1", organisation, 40, routes::deploy_v1},
      {"GET", "/v1/status/{request_id}", "status", organisation, 20, routes::status},
      {"DELETE", "/v1/stop/{request_id}", "stop", organisation, 0, routes::stop},
      {"GET", "/v1/deployments", "deployment_list", organisation, 10, routes::deployment_list},
      {"POST", "/v1/deployments/bulk-stop", "bulk_stop", organisation, 0, routes::bulk_stop},
      {"GET", "/v1/deployments/{request_id}/tags", "tag_list", organisation, 0, routes::tag_list},
      {"POST", "/v1/deployments/{request_id}/tags", "tag_create", organisation, 0, routes::tag_create},
      {"GET", "/v1/deployments/{request_id}/tags/{tag_name}", "tag_get", organisation, 0, routes::tag_get},
      {"PATCH", "/v1/deployments/{request_id}/tags/{tag_name}", "tag_update", organisation, 0, routes::tag_update},
      {"DELETE", "/v1/deployments/{request_id}/tags/{tag_name}", "tag_delete", organisation, 0, routes::tag_delete},
      {"GET", "/v1/deployment/{request_id}/container-logs", "container_logs", organisation, 0, routes::container_logs},
      {"GET", "/v1/metrics/deployment/{request_id}", "deployment_metrics", organisation, 0, routes::deployment_metrics},
      {"GET", "/v1/locations", "location_list", organisation, 0, routes::location_list},
      {"GET", "/v1/locations/beacons", "beacon_list", organisation, 0, routes::beacon_list},
      {"GET", "/v2/private-fleets/{fleet_name}/hosts", "fleet_hosts", organisation, 10, routes::fleet_hosts},
      {"DELETE", "/v1/self/stop/{request_id}/{stop_key}", "self_stop", deployment, 0, routes::self_stop},
      {"GET", "/v1/context/{request_id}/{context_key}", "context", deployment, 0, routes::context},
      {"POST", "/v1/context/{request_id}/{context_key}/tags", "context_tag_add", deployment, 0, routes::context_tag_add},
      {"DELETE", "/v1/context/{request_id}/{context_key}/tags/{tag_name}", "context_tag_remove", deployment, 0, routes::context_tag_remove},
      {"GET", "/_emulator/deployments", "admin_list", admin, 0, routes::admin_list},
      {"GET", "/_emulator/deployments/{request_id}", "admin_show", admin, 0, routes::admin_show},
      {"PUT", "/_emulator/deployments/{request_id}/sockets_usage", "admin_sockets_usage", admin, 0, routes::admin_sockets_usage},
      {"PUT", "/_emulator/deployments/{request_id}/status", "admin_status", admin, 0, routes::admin_status},
      {"GET", "/_emulator/faults", "admin_faults_list", admin, 0, routes::admin_faults_list},
      {"DELETE", "/_emulator/faults", "admin_faults_clear", admin, 0, routes::admin_faults_clear},
      {"PUT", "/_emulator/faults", "admin_faults", admin, 0, routes::admin_faults},
  });
  // clang-format on
  return table;
}

bool match_path(std::string_view pattern, std::string_view path, std::vector<std::string>& parameters) {
  parameters.clear();
  while (!pattern.empty() && !path.empty()) {
    if (pattern.front() != '{') {
      if (pattern.front() != path.front()) return false;
      pattern.remove_prefix(1);
      path.remove_prefix(1);
      continue;
    }
    const auto segment = path.substr(0, path.find('/'));
    const auto decoded = net::percent_decode(segment);
    if (segment.empty() || !decoded) return false;
    parameters.push_back(*decoded);
    pattern.remove_prefix(pattern.find('}') + 1);
    path.remove_prefix(segment.size());
  }
  return pattern.empty() && path.empty();
}

}  // namespace gamekeeper::emulator
