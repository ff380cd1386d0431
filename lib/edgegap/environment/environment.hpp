#pragma once

/// What is inside the deployment.
///   environment.hpp     the ARBITRIUM_* variables
///   placeholders.hpp    those filled into arguments and config files
///   variables.hpp       one environment, read variable by variable, with what was wrong in it

#include "base/secret.hpp"
#include "edgegap/messages/types.hpp"
#include "net/url.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace gamekeeper::edgegap {

/// The host's beacon, which clients measure their latency against.
struct injected_beacon {
  std::optional<bool> enabled;
  std::string public_ip;
  std::optional<std::uint16_t> udp_port;
  std::optional<std::uint16_t> tcp_port;
};

/// What the platform put into the container's environment. Every member may be missing; nothing here is ever
/// a failure. A snapshot: the platform does not change the variables of a running container.
struct injected_environment {
  /// Whether any ARBITRIUM_* variable is there at all, apart from the switches that developers set for the
  /// SDKs (ARBITRIUM_ENV_DEBUG, ARBITRIUM_MOCK_ENV).
  bool on_platform = false;

  std::string request_id;               ///< ARBITRIUM_REQUEST_ID
  std::string fqdn;                     ///< {request_id}.pr.edgegap.net: not injected, but it is the rule
  std::string public_ip;                ///< ARBITRIUM_PUBLIC_IP
  std::optional<net::url> delete_url;   ///< ARBITRIUM_DELETE_URL; https, or plain http to loopback
  base::secret delete_token;            ///< ARBITRIUM_DELETE_TOKEN
  std::optional<net::url> context_url;  ///< ARBITRIUM_CONTEXT_URL; https, or plain http to loopback
  base::secret context_token;           ///< ARBITRIUM_CONTEXT_TOKEN
  std::vector<port> ports;              ///< ARBITRIUM_PORTS_MAPPING, else from ARBITRIUM_PORT_<NAME>_*
  std::optional<location> place;        ///< ARBITRIUM_DEPLOYMENT_LOCATION
  std::vector<std::string> tags;        ///< ARBITRIUM_DEPLOYMENT_TAGS, as of the start
  std::string host_id;                  ///< ARBITRIUM_HOST_ID
  std::optional<int> vcpu_units;        ///< ARBITRIUM_DEPLOYMENT_VCPU_UNITS; 1024 = one core
  std::optional<int> memory_mb;         ///< ARBITRIUM_DEPLOYMENT_MEMORY_MB
  std::optional<int> base_clock_mhz;    ///< ARBITRIUM_HOST_BASE_CLOCK_FREQUENCY
  std::optional<bool> private_fleet;    ///< ARBITRIUM_HOST_IN_PRIVATE_FLEET
  std::string private_fleet_id;         ///< ARBITRIUM_PRIVATE_FLEET_ID; "PUBLIC_CLOUD" outside of any
  injected_beacon beacon;  ///< ARBITRIUM_HOST_BEACON_*, or ARBITRIUM_BEACON_ENABLED as one SDK reads it

  /// Sentences for the log: which variable, what is wrong with it, what is lost. Never the value of a token.
  std::vector<std::string> warnings;

  bool can_stop_itself() const noexcept { return delete_url && !delete_token.empty(); }
  bool has_context() const noexcept { return context_url && !context_token.empty(); }
};

/// Reads "NAME=VALUE" texts, as environ holds them. Only ARBITRIUM_* are looked at: a matchmaker's MM_*
/// variables can carry players' addresses. The first of two variables with the same name counts, as for
/// getenv.
injected_environment read_environment(std::span<const std::string> name_equals_value_list);

}  // namespace gamekeeper::edgegap
