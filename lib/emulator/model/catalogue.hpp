#pragma once

#include "base/clock.hpp"
#include "emulator/model/deployment_status.hpp"
#include "emulator/model/location.hpp"
#include "emulator/model/private_fleet.hpp"

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

enum class restart_policy { always, never, on_failure };
std::string_view name_of(restart_policy policy) noexcept;

/// One port of a version.
struct port_template {
  std::string name;                       ///< empty when the file gives none
  std::uint16_t internal = 0;             ///< 0: a free one of the port range, for each deployment anew
  std::optional<std::uint16_t> external;  ///< absent: the same as the internal one
  std::string protocol;                   ///< TCP, UDP, TCP/UDP, HTTP, HTTPS, WS or WSS
};

/// How long each status before READY lasts, in the order of provisioning_order.
using provisioning_times = std::array<base::duration, provisioning_order.size()>;

/// One version of an application: everything that a deployment of it takes from there.
struct app_version {
  std::string application;
  std::string version;
  std::vector<std::string> command;  ///< at least one word
  std::vector<port_template> ports;
  std::map<std::string, std::string> environment;
  base::duration termination_grace{5000};
  restart_policy restart = restart_policy::always;
  int max_duration_minutes = 1440;  ///< -1 and 0: for ever
  std::optional<int> sockets;       ///< capacity; absent: the platform counts no players
  int cpu_units = 1024;             ///< 1024 = one vCPU
  int memory_mb = 2048;
  provisioning_times provisioning{};
};

struct port_range {
  std::uint16_t first = 31000;
  std::uint16_t last = 31999;
};

/// What can be deployed, and where.
struct catalogue {
  std::vector<app_version>
      versions;    ///< in the order of the file: the last one of an application is its newest
  location place;  ///< of deployments of which no user's place is known
  std::vector<location> locations;  ///< where deployments can go otherwise
  std::vector<private_fleet> fleets;
  std::string public_ip = "127.0.0.1";
  port_range ports;

  const app_version* find(std::string_view application, std::string_view version) const noexcept;
  /// "last version created", for a deploy v1 that names none.
  const app_version* newest(std::string_view application) const noexcept;
  /// "'a', 'b'", for messages that say what is there.
  std::string application_names() const;
  std::string version_names(std::string_view application) const;
};

}  // namespace gamekeeper::emulator
