#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "edgegap/messages/decoded_response.hpp"
#include "edgegap/messages/timestamp.hpp"
#include "edgegap/messages/types.hpp"

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

/// Players who belong together, of a session-based version (2024 Swagger; the specification of 2026 has
/// none).
struct deployment_session {
  std::string session_id;
  std::string status;
  std::optional<bool> ready;
  std::optional<bool> linked;  ///< to this deployment
  std::string kind;            ///< DEFAULT, SEATS or MATCH
  std::optional<std::int64_t> user_count;
};

/// What GET /v1/status/{request_id} and the context endpoint tell about a deployment. The two overlap:
/// `running`, `elapsed_time` and `max_duration` come from the first only, `ready` from the second only.
/// Anything may be missing.
struct deployment {
  std::string request_id;
  std::string fqdn;  ///< the name that players connect to
  std::string public_ip;
  deployment_status status = deployment_status::unknown;
  std::string status_text;       ///< as it was written
  std::string last_status_text;  ///< the one before, as it was written
  std::optional<bool> ready;
  std::optional<bool> running;
  std::optional<bool>
      whitelisting_active;  ///< only listed addresses may connect; not in the specification of 2026
  std::optional<bool> is_joinable_by_session;        ///< context only
  std::optional<int> sockets;                        ///< how many players fit
  std::optional<int> sockets_usage;                  ///< how many are there; absent is unknown, never zero
  std::optional<base::wall_time> start_time;         ///< when it became READY
  std::optional<base::wall_time> removal_time;       ///< when it was stopped
  std::optional<std::chrono::seconds> elapsed_time;  ///< since start_time
  std::optional<std::chrono::minutes> max_duration;  ///< zero or less: no limit
  bool error = false;                                ///< the platform's own error flag
  std::string error_detail;
  std::vector<port> ports;
  std::optional<location> place;
  std::vector<std::string> tags;
  std::vector<deployment_session> sessions;
  std::string app_name;
  std::string app_version;
  std::optional<std::string> command;    ///< in place of the container's own; absent: the container's own
  std::optional<std::string> arguments;  ///< the same
};

using decoded_deployment = decoded_response<deployment>;

/// Unknown members are ignored, null is absent, numbers may be text. `malformed` when it is no JSON, nested
/// too deep, no object, or has neither a status nor a request_id.
base::result<decoded_deployment> decode_deployment(std::string_view text);

}  // namespace gamekeeper::edgegap
