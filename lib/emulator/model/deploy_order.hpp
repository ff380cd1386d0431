#pragma once

#include "emulator/model/deployment.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::emulator {

/// What a valid deploy request asks for.
struct deploy_order {
  const app_version* version = nullptr;
  std::map<std::string, std::string> environment;
  std::vector<std::string> tags;
  std::optional<int> cpu_units;  ///< absent: the version's
  std::optional<int> memory_mb;
  location place;                        ///< unless a host takes it
  std::vector<const fleet_host*> hosts;  ///< to be tried in this order before the cloud
  webhook_urls webhooks;
  std::optional<std::string> command;    ///< shell text in place of the version's command
  std::optional<std::string> arguments;  ///< shell text in place of the arguments alone
};

}  // namespace gamekeeper::emulator
