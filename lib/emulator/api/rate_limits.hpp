#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <utility>

namespace gamekeeper::emulator {

/// The documented "[Rate Limit: N req/s]", counted per token and operation: a bucket that holds N requests
/// and gets N new ones each second. Which counting the platform uses it does not say.
class rate_limits {
 public:
  explicit rate_limits(base::clock& time) : time_(time) {}

  /// Counts one request; gives how long to wait when it is one too many (it is not counted then).
  std::optional<base::duration> refuse(std::size_t token, const void* operation, int per_second);

 private:
  struct bucket {
    double left = 0;
    base::time_point when{};
  };
  base::clock& time_;
  std::map<std::pair<std::size_t, const void*>, bucket> buckets_;  ///< bounded: tokens times operations
};

}  // namespace gamekeeper::emulator
