#include "edgegap/messages/operation.hpp"

#include "net/url.hpp"

#include <algorithm>
#include <array>
#include <cstddef>

namespace gamekeeper::edgegap {

namespace {

using enum operation_id;
using enum authorization_kind;

// The documented codes are the union of what the OpenAPI files, the older reference and the 2024 Swagger
// list: they disagree about 410 of a self-stop and about 200 or 202 of a bulk stop, and a client meets
// either. The context's operations are in the 2024 Swagger only.
constexpr std::array status_codes{200, 400, 401, 404, 500};
constexpr std::array stop_codes{200, 202, 400, 401, 403, 404, 410, 500};
constexpr std::array context_codes{200, 400, 401};
constexpr std::array context_tag_add_codes{200, 400, 401, 409};
constexpr std::array context_tag_remove_codes{204, 400, 401, 404};
constexpr std::array deploy_codes{202, 400, 401, 422, 500};
constexpr std::array deploy_v1_codes{200, 400, 401, 404, 409, 422, 500};
constexpr std::array list_codes{200, 400, 401, 500};
constexpr std::array bulk_stop_codes{200, 202, 400, 401, 500};
constexpr std::array metrics_codes{200, 400, 401, 404, 422, 500};
constexpr std::array tag_write_codes{200, 400, 401, 404, 409, 500};
constexpr std::array tag_delete_codes{204, 400, 401, 404, 500};

using names = std::string_view;
constexpr std::span<const names> no_query;
constexpr std::array stop_query{names("container_log_storage")};
constexpr std::array list_query_names{names("query"), names("page"), names("limit")};
constexpr std::array page_query{names("page"), names("limit")};
constexpr std::array location_query{names("app"),  names("version"), names("type"),
                                    names("tags"), names("page"),    names("limit")};
constexpr std::array logs_query{names("format")};
constexpr std::array metrics_query_names{names("start_time"), names("end_time"), names("steps"),
                                         names("raw")};

// The rates are those of the texts "[Rate Limit: N req/s]"; where there is none, 0.
constexpr std::array<operation, 21> table{{
    {deployment_status, "deployment_status", "GET", "/v1/status/{request_id}", no_query, organisation_token,
     status_codes, 20, true},
    {deployment_stop, "deployment_stop", "DELETE", "/v1/stop/{request_id}", stop_query, organisation_token,
     stop_codes, 0, true},
    {self_stop, "self_stop", "DELETE", "", stop_query, deployment_token, stop_codes, 0, true},
    {context_get, "context_get", "GET", "", no_query, deployment_token, context_codes, 0, true},
    {context_tag_add, "context_tag_add", "POST", "/tags", no_query, deployment_token, context_tag_add_codes,
     0, false},
    {context_tag_remove, "context_tag_remove", "DELETE", "/tags/{tag_name}", no_query, deployment_token,
     context_tag_remove_codes, 0, true},
    {deploy, "deploy", "POST", "/v2/deployments", no_query, organisation_token, deploy_codes, 40, false},
    {fleet_deploy, "fleet_deploy", "POST", "/v2/private-fleets/deployments", no_query, organisation_token,
     deploy_codes, 40, false},
    {deploy_v1, "deploy_v1", "POST", "/v1/deploy", no_query, organisation_token, deploy_v1_codes, 40, false},
    {deployment_list, "deployment_list", "GET", "/v1/deployments", list_query_names, organisation_token,
     list_codes, 10, true},
    {bulk_stop, "bulk_stop", "POST", "/v1/deployments/bulk-stop", no_query, organisation_token,
     bulk_stop_codes, 0, true},
    {location_list, "location_list", "GET", "/v1/locations", location_query, organisation_token, list_codes,
     0, true},
    {beacon_list, "beacon_list", "GET", "/v1/locations/beacons", page_query, organisation_token, list_codes,
     0, true},
    {container_logs, "container_logs", "GET", "/v1/deployment/{request_id}/container-logs", logs_query,
     organisation_token, status_codes, 0, true},
    {deployment_metrics, "deployment_metrics", "GET", "/v1/metrics/deployment/{request_id}",
     metrics_query_names, organisation_token, metrics_codes, 0, true},
    {fleet_hosts, "fleet_hosts", "GET", "/v2/private-fleets/{fleet_name}/hosts", page_query,
     organisation_token, list_codes, 10, true},
    {tag_list, "tag_list", "GET", "/v1/deployments/{request_id}/tags", page_query, organisation_token,
     status_codes, 0, true},
    {tag_get, "tag_get", "GET", "/v1/deployments/{request_id}/tags/{tag_name}", no_query, organisation_token,
     status_codes, 0, true},
    {tag_create, "tag_create", "POST", "/v1/deployments/{request_id}/tags", no_query, organisation_token,
     tag_write_codes, 0, false},
    // A second rename finds the old name no more.
    {tag_update, "tag_update", "PATCH", "/v1/deployments/{request_id}/tags/{tag_name}", no_query,
     organisation_token, tag_write_codes, 0, false},
    {tag_delete, "tag_delete", "DELETE", "/v1/deployments/{request_id}/tags/{tag_name}", no_query,
     organisation_token, tag_delete_codes, 0, true},
}};

constexpr bool ordered_by_id() {
  for (std::size_t i = 0; i < table.size(); ++i)
    if (static_cast<std::size_t>(table[i].id) != i) return false;
  return true;
}
static_assert(ordered_by_id(), "describe() finds a row by its id");

base::error unusable(const operation& what, std::string_view placeholder, std::string_view why) {
  std::string message(what.name);
  message.append(": {").append(placeholder).append("} ").append(why);
  return base::error(base::errc::invalid_input, std::move(message));
}

}  // namespace

std::span<const operation> operations() noexcept {
  return table;
}

const operation& describe(operation_id id) noexcept {
  return table[static_cast<std::size_t>(id)];
}

bool documents(const operation& what, int status) noexcept {
  return std::find(what.documented_codes.begin(), what.documented_codes.end(), status) !=
         what.documented_codes.end();
}

base::result<std::string> expand_path(const operation& what, std::span<const path_value> values) {
  std::string path;
  std::string_view rest = what.path;
  while (!rest.empty()) {
    const auto open = rest.find('{');
    path.append(rest.substr(0, open));
    if (open == std::string_view::npos) break;
    rest.remove_prefix(open + 1);
    const auto close = rest.find('}');
    const auto name = rest.substr(0, close);
    rest.remove_prefix(close + 1);
    const auto found = std::find_if(values.begin(), values.end(),
                                    [name](const path_value& each) { return each.name == name; });
    if (found == values.end()) return unusable(what, name, "is missing");
    if (found->value.empty()) return unusable(what, name, "is empty");
    if (found->value == "." || found->value == "..") return unusable(what, name, "must not be a dot segment");
    path.append(net::percent_encode(found->value));
  }
  return path;
}

base::result<std::string> expand_query(const operation& what, std::span<const query_value> values) {
  std::string query;
  for (const auto& each : values) {
    if (std::find(what.query.begin(), what.query.end(), each.name) == what.query.end()) {
      return base::error(base::errc::invalid_input,
                         std::string(what.name) + " has no query '" + std::string(each.name) + "'");
    }
    if (!query.empty()) query += '&';
    query.append(each.name).append("=").append(net::percent_encode(each.value));
  }
  return query;
}

}  // namespace gamekeeper::edgegap
