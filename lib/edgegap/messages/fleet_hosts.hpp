#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "edgegap/messages/pages.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::edgegap {

enum class host_status { unknown, pending, active };
/// "pending", "active", "unknown"
std::string_view to_string(host_status status) noexcept;

/// Around which place a fleet wants its hosts.
struct host_centroid {
  std::string label;
  std::optional<double> latitude;   ///< degrees
  std::optional<double> longitude;  ///< degrees
  std::optional<double> radius_km;  ///< within which locations are chosen
  std::optional<std::int64_t> desired_host_count;
};

/// GET /v2/private-fleets/{fleet-name}/hosts: one host. The platform allows null for most of it.
struct fleet_host {
  std::string host_id;                        ///< required; what fleet_deploy_request names
  host_status status = host_status::unknown;  ///< only an active one takes deployments
  std::string status_text;                    ///< as it was written
  std::string ip_address;
  std::optional<double> latitude;  ///< degrees, approximate
  std::optional<double> longitude;
  std::string city;
  std::string country;
  std::string continent;
  std::optional<std::int64_t> allocated_cpu_units;    ///< in use; 1024 are one virtual core
  std::optional<std::int64_t> allocated_memory_mb;    ///< in use
  std::optional<std::int64_t> allocatable_cpu_units;  ///< what deployments can use in all
  std::optional<std::int64_t> allocatable_memory_mb;
  struct beacon_address {
    std::optional<std::uint16_t> tcp_port;
    std::optional<std::uint16_t> udp_port;
    std::string ip_address;
  };
  std::optional<beacon_address> beacon;  ///< when the fleet has them
  std::optional<base::wall_time> created_at;
  std::optional<base::wall_time> updated_at;
  host_centroid centroid;
  struct deletion {
    std::string uuid;
    std::optional<base::wall_time> scheduled_at;
  };
  std::optional<deletion> delete_schedule;
  std::optional<std::int64_t> specified_cpu_units;  ///< "fleet_host_specifications", this and the next two
  std::optional<std::int64_t> specified_memory_mb;
  std::optional<std::int64_t> base_clock_speed_mhz;
};

base::result<decoded_response<page<fleet_host>>> decode_host_page(std::string_view text, int number = 1);

}  // namespace gamekeeper::edgegap
