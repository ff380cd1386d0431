#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "emulator/model/catalogue.hpp"
#include "emulator/model/deploy_order.hpp"
#include "emulator/model/deployment.hpp"
#include "emulator/model/deployment_store.hpp"
#include "emulator/model/random_hex.hpp"
#include "emulator/platform/free_ports.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// What deployments take of a host.
struct host_load {
  int cpu_units = 0;
  int memory_mb = 0;
};

/// What a new deployment gets: identity and tokens, the host that has room for it, ports that nobody else has. The
/// catalogue and the store outlive it.
class provisioner {
 public:
  provisioner(const catalogue& offered, deployment_store& existing, random_hex random,
              port_probe port_is_free);

  const catalogue& offered() const noexcept { return offered_; }
  /// Without ports; its output goes into `data_folder`.
  deployment make(deploy_order order, const std::string& data_folder, base::wall_time now);
  /// `busy` when the range has no free one left.
  base::result<void> map_ports(deployment& d);
  host_load load_of(std::string_view host_id);

 private:
  void choose_host(deployment& d, const std::vector<const fleet_host*>& preferred);

  const catalogue& offered_;
  deployment_store& existing_;
  random_hex random_;
  port_probe port_is_free_;
};

}  // namespace gamekeeper::emulator
