#pragma once

#include "fleet/session.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::fleet {

/// As they came from the command line; what is wrong with them is a usage error that names it.
struct deploy_options {
  std::string application;
  std::string version;
  std::vector<std::string> ips;
  std::vector<std::string> places;  ///< "LAT,LON"
  std::vector<std::string> tags;
  std::vector<std::string> environment;         ///< "KEY=VALUE"
  std::vector<std::string> hidden_environment;  ///< the same, not readable through the API
  std::vector<std::string> hosts;               ///< of a private fleet; any makes it a fleet deploy
  std::optional<int> cpu_units;
  std::optional<int> memory_mib;
  bool cached_only = false;
  std::string webhook_on_ready, webhook_on_error, webhook_on_terminated;
  bool unmarked = false;  ///< no tag of its own: a lost answer is then an unknown outcome
  bool wait = false;
  base::duration wait_timeout{};
};

struct deploy_v1_options {
  std::string application;
  std::string version;  ///< empty: the newest
  std::vector<std::string> ips;
  std::vector<std::string> places;  ///< "IP,LAT,LON"
  std::vector<std::string> tags;
  std::vector<std::string> environment;
  std::vector<std::string> hidden_environment;
  std::vector<std::string> filters;  ///< "FIELD=VALUE[,VALUE…]", "FIELD!=VALUE"
  std::string webhook_url;
  std::string log_storage;
  std::optional<std::string> command;
  std::optional<std::string> arguments;
  std::optional<bool> skip_telemetry;
  std::optional<bool> is_public_app;
  std::vector<std::string> telemetry_profiles;
  std::string sort_strategy;
  bool unmarked = false;
  bool wait = false;
  base::duration wait_timeout{};
};

/// deploy or fleet_deploy.
command deploy(session& s, deploy_options options);
command deploy_v1(session& s, deploy_v1_options options);

}  // namespace gamekeeper::fleet
