#pragma once

#include "base/error.hpp"
#include "edgegap/messages/decoded_response.hpp"
#include "edgegap/messages/deploy.hpp"
#include "edgegap/messages/value_filter.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace gamekeeper::edgegap {

/// A player's address with the place to take instead of the address's own.
struct placed_address {
  placed_address(std::string address, double lat, double lon)
      : ip(std::move(address)), latitude(lat), longitude(lon) {}
  std::string ip;
  double latitude;   ///< degrees, north is positive
  double longitude;  ///< degrees, east is positive
};

/// What a location can be restricted by. The specification has no list; these are the 2024 Swagger's.
enum class location_field { city, country, continent, region, administrative_division, location_tags };
std::string_view to_string(location_field field) noexcept;
/// Where a deployment may go.
struct location_filter {
  location_filter(location_field f, value_filter v) : field(f), match(std::move(v)) {}
  location_field field;
  value_filter match;
};

/// Where the container's logs are kept when it has ended.
struct container_log_storage {
  bool enabled = true;
  std::string endpoint_storage;  ///< name of an endpoint storage (S3) of the organisation
};

/// POST /v1/deploy, deprecated by the platform in favour of v2. Optional members that are not set are not
/// sent.
struct deploy_v1_request {
  std::string app_name;                     ///< required
  std::optional<std::string> version_name;  ///< absent: the version that was created last
  /// Players, by address or by address and place; the platform takes one kind or the other, never both.
  std::variant<std::vector<std::string>, std::vector<placed_address>> users;
  std::vector<location_filter> filters;
  std::vector<environment_variable> env_vars;
  std::vector<std::string> tags;
  std::string webhook_url;  ///< POSTed the status to when the deployment is READY; empty: none
  std::optional<container_log_storage> log_storage;
  std::optional<std::string> command;    ///< takes the place of the container's own
  std::optional<std::string> arguments;  ///< the same
  /// Only in the older reference; the specification of 2026 has them no more.
  std::optional<bool> skip_telemetry;                    ///< no latency measurement: faster; true when absent
  std::optional<bool> is_public_app;                     ///< without meaning
  std::vector<std::string> telemetry_profile_uuid_list;  ///< without meaning
  std::string ap_sort_strategy;                          ///< "basic", …; without meaning
};

/// 200
struct deploy_v1_answer {
  std::string request_id;   ///< required
  std::string request_dns;  ///< the name that players connect to; resolves once the deployment is READY
  std::string request_app;
  std::string request_version;                     ///< the one that was chosen
  std::optional<std::int64_t> request_user_count;  ///< how many users counted
  std::vector<location_filter> filters;  ///< as they were applied; those on an unknown field are left out
  std::vector<std::string> tags;
  std::optional<container_log_storage> log_storage;
  std::string ap_sort_strategy;
};

base::result<std::string> encode(const deploy_v1_request& request);
base::result<decoded_response<deploy_v1_answer>> decode_deploy_v1_answer(std::string_view text);

}  // namespace gamekeeper::edgegap
