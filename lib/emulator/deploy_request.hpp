#pragma once

#include "emulator/fields.hpp"
#include "emulator/platform.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::emulator {

/// The body of POST /v2/deployments (DeploymentV2 of the v2 specification). Nothing when there is any
/// problem.
std::optional<deploy_order> parse_deploy_request(std::string_view body, const catalogue& offered,
                                                 std::vector<problem>& problems);

}  // namespace gamekeeper::emulator
