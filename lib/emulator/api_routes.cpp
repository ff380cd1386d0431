#include "emulator/api_routes.hpp"

#include "net/url.hpp"

#include <array>

namespace gamekeeper::emulator {

std::span<const api::route> api_route_table::all() noexcept {
  static constexpr std::array<api::route, 10> routes{{
      {"POST", "/v2/deployments", "deploy", access::organisation, &api::deploy},
      {"GET", "/v1/status/{request_id}", "status", access::organisation, &api::status},
      {"DELETE", "/v1/stop/{request_id}", "stop", access::organisation, &api::stop},
      {"DELETE", "/v1/self/stop/{request_id}/{stop_key}", "self_stop", access::deployment, &api::self_stop},
      {"GET", "/v1/context/{request_id}/{context_key}", "context", access::deployment, &api::context},
      {"GET", "/_emulator/deployments", "admin_list", access::admin, &api::admin_list},
      {"GET", "/_emulator/deployments/{request_id}", "admin_show", access::admin, &api::admin_show},
      {"PUT", "/_emulator/deployments/{request_id}/sockets_usage", "admin_sockets_usage", access::admin,
       &api::admin_sockets_usage},
      {"PUT", "/_emulator/deployments/{request_id}/status", "admin_status", access::admin,
       &api::admin_status},
      {"PUT", "/_emulator/faults", "admin_faults", access::admin, &api::admin_faults},
  }};
  return routes;
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
