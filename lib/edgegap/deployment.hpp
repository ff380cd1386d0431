#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "edgegap/types.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::edgegap {

/// The platform publishes no list of these; the names are those of its Unity plugin.
enum class deployment_status {
  unknown,  ///< absent, or a word that is not listed here
  initializing,
  seeking,
  seeked,
  scanning,
  deploying,
  ready,
  terminating,
  terminated,
  error,
};

/// "ready", "terminated", …
std::string_view to_string(deployment_status status) noexcept;
/// "Status.READY", "READY" and "ready" alike.
deployment_status parse_status(std::string_view text);

/// What GET /v1/status/{request_id} and the context endpoint tell about a deployment. The two overlap:
/// `running`, `elapsed_time` and `max_duration` come from the first only, `ready` from the second only.
/// Anything may be missing.
struct deployment {
  std::string request_id;
  std::string fqdn;
  std::string public_ip;
  deployment_status status = deployment_status::unknown;
  std::string status_text;  ///< as it was written
  std::optional<bool> ready;
  std::optional<bool> running;
  std::optional<int> sockets;        ///< how many players fit
  std::optional<int> sockets_usage;  ///< how many are there; absent is unknown, never zero
  std::optional<base::wall_time> start_time;
  std::optional<std::chrono::seconds> elapsed_time;
  std::optional<std::chrono::minutes> max_duration;  ///< zero or less: no limit
  bool error = false;                                ///< the platform's own error flag
  std::string error_detail;
  std::vector<port> ports;
  std::optional<location> place;
  std::vector<std::string> tags;
  std::string app_name;
  std::string app_version;
};

struct decoded_deployment {
  deployment value;
  std::vector<std::string> warnings;  ///< members that were not understood, by JSON pointer
};

/// Unknown members are ignored, null is absent, numbers may be text. `malformed` when it is no JSON, nested
/// too deep, no object, or has neither a status nor a request_id.
base::result<decoded_deployment> decode_deployment(std::string_view text);

/// "2026-04-22 12:00:46.444265" (which is UTC) and "2026-04-22T12:00:46.444Z".
std::optional<base::wall_time> parse_timestamp(std::string_view text);

}  // namespace gamekeeper::edgegap
