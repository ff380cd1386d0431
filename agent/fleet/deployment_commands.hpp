#pragma once

#include "edgegap/messages/metrics.hpp"
#include "fleet/session.hpp"

#include <string>
#include <vector>

namespace gamekeeper::fleet {

command status(session& s, std::string request_id);

struct stop_options {
  std::string request_id;
  std::string log_storage;  ///< "", "true", "false" or a name
};
command stop(session& s, stop_options options);

struct log_options {
  std::string request_id;
  bool follow = false;  ///< until the deployment has ended
  base::duration interval = std::chrono::seconds(2);
};
/// The container's output on stdout; how it crashed, if it did, on stderr.
command logs(session& s, log_options options);
/// What of `now` has not been in `before` yet, where both are the end of one growing text that may have been
/// cut.
std::string_view added(std::string_view before, std::string_view now) noexcept;

struct metrics_options {
  std::string request_id;
  std::string since;  ///< "2026-04-22 12:00:46", or a duration: that long ago
  std::string until;
  std::string step;  ///< "30s"
  bool raw = false;
  bool plot = false;
  bool csv = false;
};
command metrics(session& s, metrics_options options);

}  // namespace gamekeeper::fleet
