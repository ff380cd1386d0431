#pragma once

#include "base/error.hpp"
#include "edgegap/messages/deploy.hpp"
#include "edgegap/messages/deploy_v1.hpp"
#include "fleet/deploy_commands.hpp"

namespace gamekeeper::fleet {

/// What the words of the command line ask the platform for; invalid_input names the word that is wrong.
base::result<edgegap::fleet_deploy_request> to_request(const deploy_options& options);
base::result<edgegap::deploy_v1_request> to_request(const deploy_v1_options& options);

}  // namespace gamekeeper::fleet
