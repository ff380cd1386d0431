#include "gamekeeper/run/occupancy_monitor.hpp"

#include "base/duration.hpp"
#include "telemetry/event_types.hpp"

#include <algorithm>
#include <utility>

namespace gamekeeper::run {

namespace {

lifecycle::presence core_presence(occupancy::presence presence) {
  switch (presence) {
    case occupancy::presence::unknown:
      return lifecycle::presence::unknown;
    case occupancy::presence::none:
      return lifecycle::presence::none;
    case occupancy::presence::players:
      return lifecycle::presence::players;
  }
  return lifecycle::presence::unknown;
}

}  // namespace

occupancy_monitor::occupancy_monitor(base::clock& time, base::logger& log, telemetry_sinks telemetry,
                                     std::vector<std::string> detectors, base::duration unknown_warn_after,
                                     event_sink post)
    : time_(time),
      log_(log),
      telemetry_(telemetry),
      configured_(std::move(detectors)),
      post_(std::move(post)),
      unknown_(unknown_warn_after) {}

bool occupancy_monitor::uses(std::string_view detector) const {
  return std::find(configured_.begin(), configured_.end(), detector) != configured_.end();
}

void occupancy_monitor::record(std::string_view detector, const occupancy::reading& reading) {
  readings_.record(detector, reading);
}

void occupancy_monitor::record_failure(std::string_view detector, std::string error) {
  readings_.record_failure(detector, std::move(error));
}

void occupancy_monitor::update() {
  const auto combined = readings_.at(time_.now());
  if (combined == current_) return;
  current_ = combined;
  const auto presence = occupancy::to_string(combined.what);
  log_.info("occupancy changed", {{"presence", presence}, {"players", combined.players}});
  telemetry_.events.record(telemetry::events::occupancy(presence, combined.players));
  post_(lifecycle::occupancy_changed{core_presence(combined.what), combined.players});
}

void occupancy_monitor::check_unknown_detectors() {
  auto all = all_detectors();
  // A log detector is configured by hand, so that it is missed even before it has said anything. `reported` is there by
  // default, and the platform has a grace of its own: both are missed once they have been heard.
  std::erase_if(all, [](const auto& detector) {
    return !detector.age && detector.last_error.empty() && detector.name != "log";
  });
  for (auto& detector : all)
    if (detector.name == "log" && !detector.age && detector.last_error.empty())
      detector.last_error = "no line of the game has matched occupancy.log_join";
  for (const auto& notice : unknown_.look(all, time_.now())) {
    const auto lasted = base::format_duration(notice.unknown_for);
    if (notice.recovered)
      log_.info("a detector knows again", {{"detector", notice.detector}, {"after", lasted}});
    else
      log_.warn("a detector does not know whether anyone plays; it counts neither as players nor as none",
                {{"detector", notice.detector}, {"for", lasted}, {"last_error", notice.last_error}});
    telemetry_.events.record(telemetry::events::detector(notice.detector, notice.recovered,
                                                         notice.unknown_for, notice.last_error));
  }
}

std::optional<base::time_point> occupancy_monitor::next_change() const {
  const auto expiry = readings_.next_change(time_.now());
  const auto warning = unknown_.next();
  if (!expiry || !warning) return expiry ? expiry : warning;
  return std::min(*expiry, *warning);
}

std::vector<occupancy::detector_view> occupancy_monitor::all_detectors() const {
  auto all = recorded_detectors();
  for (const auto& name : configured_) {
    const auto has_name = [&name](const auto& detector) { return detector.name == name; };
    if (std::any_of(all.begin(), all.end(), has_name)) continue;
    all.emplace_back();
    all.back().name = name;
  }
  return all;
}

}  // namespace gamekeeper::run
