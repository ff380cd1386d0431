#pragma once

#include "emulator/model/location.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// A host that belongs to one customer alone. On this machine all of them are this machine.
struct fleet_host {
  std::string host_id;
  bool active = true;  ///< only ACTIVE hosts take deployments; otherwise PENDING
  std::string ip_address = "127.0.0.1";
  location place;
  int cpu_units = 16'384;  ///< 1024 = one vCPU; all of it is for deployments
  int memory_mb = 32'768;
  int base_clock_speed_mhz = 2000;
  // The centroid that the host was placed for.
  std::string centroid_label;
  coordinates centroid;
  double centroid_radius_km = 0;
  int desired_host_count = 1;
};

struct private_fleet {
  std::string name;
  std::vector<fleet_host> hosts;
};

/// A host and the fleet that it is in; both null when there is none.
struct found_host {
  const private_fleet* fleet = nullptr;
  const fleet_host* host = nullptr;
};
found_host find_host(const std::vector<private_fleet>& fleets, std::string_view host_id) noexcept;

}  // namespace gamekeeper::emulator
