#pragma once

#include "base/clock.hpp"
#include "control/snapshot.hpp"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::control {

/// What keeps the deployment up, what would end it, and when. Plain data, made by the agent; a prediction is
/// what will then happen, not an estimate.
struct explanation {
  struct prediction {
    std::string verdict;
    std::string reason;
    base::duration in{};
  };
  snapshot now;
  std::vector<std::string> because;              ///< "3 players are on", "a match is running"
  std::optional<prediction> as_it_is;            ///< if nobody comes or goes
  std::optional<prediction> if_everyone_left;    ///< now; while somebody is here, or nobody knows
  std::optional<prediction> if_the_match_ended;  ///< now; while a match runs whose end is the server's
};

/// "Up because 3 players are on; would stop at 12:34:56 UTC (in 1m) with verdict empty if everyone left now."
/// `wall` is the time of the explanation.
std::string sentence(const explanation& seen, base::wall_time wall);

/// The answer of GET /v1/why.
boost::json::value to_json(const explanation& seen, base::wall_time wall);

}  // namespace gamekeeper::control
