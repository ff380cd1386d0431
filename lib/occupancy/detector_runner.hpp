#pragma once

#include "base/task_group.hpp"
#include "occupancy/probe.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::occupancy {

struct poll_timing {
  base::duration interval = std::chrono::seconds(5);
  double jitter = 0.1;                                ///< share of the interval, either way
  base::duration deadline = std::chrono::seconds(2);  ///< of one look; cut to the interval
  base::duration max_age = std::chrono::seconds(15);  ///< what was seen counts as unknown from then on
};

/// Polls any number of detectors, each for itself, and hands on what they see. A look that fails leaves the
/// last reading to its age: one lost answer does not empty a server.
class detector_runner {
 public:
  struct listener {
    std::function<void(std::string_view name, const reading& seen)> seen;
    std::function<void(std::string_view name, const base::error& why)> failed;
  };

  /// All that is handed in outlives the tasks.
  detector_runner(base::clock& time, base::random_source& random, base::task_group& tasks, poll_timing timing,
                  listener tell);

  /// The detector's first look is at once, on a later turn of the loop. For those that are polled() only; a
  /// name that the mapping does not have is told as a failure, and the detector stays unknown.
  void add(const detector_spec& spec, std::span<const named_port> mapping, const probe_world& world);
  /// The same with a probe of any kind.
  void add(std::string name, std::unique_ptr<probe> how);

 private:
  struct detector {
    std::string name;
    std::unique_ptr<probe> how;
  };
  boost::asio::awaitable<void> poll(detector& each);
  base::time_point told(const detector& each, base::time_point begun, base::result<reading> outcome);

  base::clock& time_;
  base::random_source& random_;
  base::task_group& tasks_;
  poll_timing timing_;
  listener tell_;
  std::vector<std::unique_ptr<detector>> all_;
};

}  // namespace gamekeeper::occupancy
