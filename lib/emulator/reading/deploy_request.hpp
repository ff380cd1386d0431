#pragma once

#include "emulator/model/deploy_order.hpp"
#include "emulator/reading/bulk_filter.hpp"
#include "emulator/reading/fields.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// The body of POST /v2/deployments (DeploymentV2 of the v2 specification). Nothing when there is any
/// problem. Unknown members are left alone, as the platform does.
std::optional<deploy_order> parse_deploy_request(std::string_view body, const catalogue& offered,
                                                 std::vector<problem>& problems);

/// The body of POST /v2/private-fleets/deployments: the same with private_host_ids.
std::optional<deploy_order> parse_fleet_deploy_request(std::string_view body, const catalogue& offered,
                                                       std::vector<problem>& problems);

/// "container_log_storage": there is no endpoint storage here, so it has no effect.
struct log_storage_order {
  bool enabled = false;
  std::string endpoint_storage;
};

/// The body of POST /v1/deploy, and what its answer repeats of it.
struct v1_deploy_order {
  deploy_order order;
  int users = 0;
  std::vector<bulk_filter> filters;
  std::optional<log_storage_order> log_storage;
  std::string sort_strategy;     ///< "ap_sort_strategy", which decides nothing any more; empty: not given
  bool no_such_version = false;  ///< that is its problem, and v1 has a code of its own for it
};
v1_deploy_order parse_v1_deploy_request(std::string_view body, const catalogue& offered,
                                        std::vector<problem>& problems);

}  // namespace gamekeeper::emulator
