#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "gamekeeper/run/event_sink.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "occupancy/fusion.hpp"
#include "occupancy/unknown_watch.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::run {

/// What the detectors say, combined: posts occupancy_changed when the answer changes, and warns about a detector that
/// has known nothing for long.
class occupancy_monitor {
 public:
  /// `detectors`: the names of all that are configured. One that knows nothing for `unknown_warn_after` is a warning.
  /// Everything that is handed in outlives the monitor.
  occupancy_monitor(base::clock& time, base::logger& log, telemetry_sinks telemetry,
                    std::vector<std::string> detectors, base::duration unknown_warn_after, event_sink post);

  bool uses(std::string_view detector) const;

  /// Keeps a reading, or the failure of an attempt; neither posts anything before update().
  void record(std::string_view detector, const occupancy::reading& reading);
  void record_failure(std::string_view detector, std::string error);

  /// Combines the readings as they count now. Logs, records and posts the answer if it has changed.
  void update();
  /// Warns about each detector that has become unknown for too long, and says so when it knows again.
  void check_unknown_detectors();
  /// When update() or check_unknown_detectors() will have something to do although nothing was recorded.
  std::optional<base::time_point> next_change() const;

  const occupancy::fused& current() const noexcept { return current_; }
  /// Those that have been recorded, by name.
  std::vector<occupancy::detector_view> recorded_detectors() const {
    return readings_.detectors(time_.now());
  }
  /// All that are configured: one that has never said anything is unknown as well, and so is what nobody polls.
  std::vector<occupancy::detector_view> all_detectors() const;

 private:
  base::clock& time_;
  base::logger& log_;
  telemetry_sinks telemetry_;
  std::vector<std::string> configured_;
  event_sink post_;
  occupancy::fusion readings_;
  occupancy::unknown_watch unknown_;
  occupancy::fused current_;
};

}  // namespace gamekeeper::run
