#pragma once

#include "base/error.hpp"
#include "edgegap/messages/decoded_response.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::edgegap {

/// How the main process ended, the last time.
struct crash_data {
  std::optional<std::int64_t> exit_code;
  std::string message;                        ///< "OOM killed", …
  std::optional<std::int64_t> restart_count;  ///< how often it was started again, where the version allows it
};

/// GET /v1/deployment/{request_id}/container-logs. Gone when the deployment is terminated, unless an endpoint
/// storage keeps them.
struct container_logs {
  std::string logs;                       ///< stdout and stderr
  std::string encoding;                   ///< of `logs`: "utf-8"
  std::optional<std::string> crash_logs;  ///< of the run that crashed
  std::optional<crash_data> crash;
  std::string logs_link;  ///< where the endpoint storage keeps them; empty: nowhere
};

base::result<decoded_response<container_logs>> decode_container_logs(std::string_view text);

}  // namespace gamekeeper::edgegap
