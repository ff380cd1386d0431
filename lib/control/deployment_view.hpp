#pragma once

#include "base/clock.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::control {

/// What is known of the deployment: what was injected at its start, and what the platform said last. Plain
/// data; no text holds a token.
struct deployment_view {
  struct port {
    std::string name;
    std::string protocol;
    int internal = 0;
    int external = 0;  ///< 0: not known
  };
  struct variable {
    std::string name;
    std::string value;  ///< "***" where it is a token or an address that holds one
  };
  bool on_platform = false;
  std::string request_id;
  std::string fqdn;
  std::string public_ip;
  std::string location;  ///< "Montreal, Canada"
  std::vector<port> ports;
  std::vector<std::string> tags;  ///< as of the start
  std::vector<variable> variables;

  /// The platform's last word.
  struct word {
    base::duration age{};
    std::string source;  ///< "context" or "status"
    std::string status;
    std::optional<int> sockets;
    std::optional<int> sockets_usage;
  };
  std::optional<word> said;
  std::string last_error;
};

/// One setting as it is in force.
struct setting_view {
  std::string key;
  std::string value;
  std::string origin;  ///< "default", "file …", "variable …", "flag"
};

/// The answers of GET /v1/deployment and GET /v1/settings.
boost::json::value to_json(const deployment_view& seen);
boost::json::value to_json(const std::vector<setting_view>& all);

}  // namespace gamekeeper::control
