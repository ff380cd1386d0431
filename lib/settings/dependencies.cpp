#include "settings/dependencies.hpp"

#include <algorithm>
#include <array>

namespace gamekeeper::settings {

namespace {

using detector = occupancy::detector_spec;
using severity = problem::severity;

bool lists(const agent_settings& values, detector::kind kind) {
  const auto& all = values.occupancy.detectors;
  return std::any_of(all.begin(), all.end(), [kind](const auto& each) { return each.what == kind; });
}

bool has_log_detector(const agent_settings& values) {
  return lists(values, detector::kind::log);
}

bool has_detector(const agent_settings& values) {
  return !values.occupancy.detectors.empty();
}

bool has_usage_detector(const agent_settings& values) {
  return lists(values, detector::kind::usage);
}

bool polls(const agent_settings& values) {
  const auto& all = values.occupancy.detectors;
  return std::any_of(all.begin(), all.end(), [](const auto& each) { return each.polled(); });
}

bool has_both_patterns(const agent_settings& values) {
  return !values.occupancy.log_join.empty() && !values.occupancy.log_leave.empty();
}

bool has_api(const agent_settings& values) {
  return values.control.socket.what != location::choice::off;
}

bool game_can_report(const agent_settings& values) {
  return values.notify.socket || has_api(values);
}

bool asks_platform(const agent_settings& values) {
  return values.platform.source != platform_source::off;
}

bool has_watchdog(const agent_settings& values) {
  return values.watchdog.source != watchdog_source::off;
}

bool has_veto(const agent_settings& values) {
  return !values.veto.command.empty();
}

bool restarts(const agent_settings& values) {
  return values.restart.on_exit == end_action::restart || values.restart.on_crash == end_action::restart;
}

bool waits_for_readiness(const agent_settings& values) {
  return values.ready.when.what != ready_condition::kind::start;
}

bool has_uptime_limit(const agent_settings& values) {
  return values.uptime.max || values.uptime.platform_margin;
}

bool writes_report(const agent_settings& values) {
  return !values.report.file.empty();
}

/// Whether the detector can ever say anything.
bool speaks(const agent_settings& values, const detector& one) {
  switch (one.what) {
    case detector::kind::usage:
      return asks_platform(values);
    case detector::kind::report:
      return game_can_report(values);
    case detector::kind::log:
      return has_both_patterns(values);
    default:
      return true;
  }
}

bool any_speaks(const agent_settings& values) {
  const auto& all = values.occupancy.detectors;
  return std::any_of(all.begin(), all.end(), [&](const auto& each) { return speaks(values, each); });
}

/// The detector log is silent until its first player: a wrong pattern would look like an empty server.
bool any_sees_nobody_at_first(const agent_settings& values) {
  const auto& all = values.occupancy.detectors;
  return std::any_of(all.begin(), all.end(), [&](const auto& each) {
    return each.what != detector::kind::log && speaks(values, each);
  });
}

/// A setting that nothing looks at unless another one is so.
struct condition {
  std::string_view key;
  bool (*is_met)(const agent_settings& values);
  std::string_view needs;
};

constexpr std::array conditions{
    condition{"occupancy.log_join", has_log_detector, "the detector log in occupancy.detectors"},
    condition{"occupancy.log_leave", has_log_detector, "the detector log in occupancy.detectors"},
    condition{"occupancy.query_interval", polls, "a detector that has to be asked in occupancy.detectors"},
    condition{"occupancy.query_timeout", polls, "a detector that has to be asked in occupancy.detectors"},
    condition{"occupancy.reading_max_age", has_usage_detector,
              "the detector sockets_usage in occupancy.detectors"},
    condition{"occupancy.unknown_warn_after", has_detector, "a detector in occupancy.detectors"},
    condition{"match.policy", has_api, "a control.socket, over which a match begins and ends"},
    condition{"match.max", has_api, "a control.socket, over which a match begins and ends"},
    condition{"platform.poll_interval", asks_platform, "a platform.source"},
    condition{"platform.poll_jitter", asks_platform, "a platform.source"},
    condition{"platform.fleet_size", asks_platform, "a platform.source"},
    condition{"uptime.warn_before", has_uptime_limit, "uptime.max or uptime.platform_margin"},
    condition{"veto.timeout", has_veto, "a veto.command"},
    condition{"veto.retry", has_veto, "a veto.command"},
    condition{"veto.max", has_veto, "a veto.command"},
    condition{"ready.timeout", waits_for_readiness, "a ready.when that is not start"},
    condition{"watchdog.timeout", has_watchdog, "a watchdog.source"},
    condition{"watchdog.signal", has_watchdog, "a watchdog.source"},
    condition{"watchdog.grace", has_watchdog, "a watchdog.source"},
    condition{"restart.budget", restarts, "restart.on_exit or restart.on_crash to be restart"},
    condition{"restart.window", restarts, "restart.on_exit or restart.on_crash to be restart"},
    condition{"restart.wait_min", restarts, "restart.on_exit or restart.on_crash to be restart"},
    condition{"restart.wait_max", restarts, "restart.on_exit or restart.on_crash to be restart"},
    condition{"restart.when_spent", restarts, "restart.on_exit or restart.on_crash to be restart"},
    condition{"report.log_lines", writes_report, "a report.file"}};

class search {
 public:
  search(const agent_settings& values, const std::function<bool(std::string_view)>& is_given)
      : values_(values), is_given_(is_given) {}

  void look_at_detectors() {
    const auto& all = values_.occupancy;
    if (has_log_detector(values_) && !has_both_patterns(values_))
      add("occupancy.detectors", severity::error,
          "the detector log needs occupancy.log_join and occupancy.log_leave; without both it never says "
          "anything: give them, or leave log out");
    if (lists(values_, detector::kind::usage) && !asks_platform(values_))
      add("occupancy.detectors", severity::warning,
          "sockets_usage never says anything while platform.source is off; leave it out");
    if (lists(values_, detector::kind::report) && !game_can_report(values_))
      add("occupancy.detectors", severity::warning,
          "reported never says anything while notify.socket and control.socket are off; leave it out, or "
          "turn one "
          "of them on");
    if (polls(values_) && all.query_timeout > all.query_interval)
      add("occupancy.query_timeout", severity::warning,
          "is longer than occupancy.query_interval, which is how long an answer may take then");
  }

  void look_at_windows() {
    const auto& all = values_.occupancy;
    if (all.empty_after && !any_speaks(values_))
      add("occupancy.empty_after", severity::error,
          "can never fire: nothing in occupancy.detectors ever says whether anyone plays; add a detector "
          "that does, "
          "or write off");
    if (all.first_join_after && !any_sees_nobody_at_first(values_))
      add("occupancy.first_join_after", severity::error,
          "can never fire: nothing in occupancy.detectors says that nobody is there before the first player "
          "has "
          "come (log is silent until then); add one that is asked, such as a2s:PORT or udp_rate:FLOOR");
    const auto& up = values_.uptime;
    if (up.max && up.min >= *up.max && (all.empty_after || all.first_join_after))
      add("uptime.min", severity::warning,
          "is not less than uptime.max, so neither an empty server nor an ended match ever ends the "
          "deployment; "
          "make it shorter");
  }

  void look_at_the_game() {
    using kind = ready_condition::kind;
    if (values_.ready.when.what == kind::notify && !values_.notify.socket)
      fall_back("ready.when", "the game cannot say READY=1 while notify.socket is off");
    if (values_.ready.when.what == kind::api && !has_api(values_))
      fall_back("ready.when", "nobody can call POST /v1/ready while control.socket is off");
    if (values_.watchdog.source == watchdog_source::game && !game_can_report(values_))
      fall_back(
          "watchdog.source",
          "the game can give no sign of life while notify.socket and control.socket are off, and would be "
          "killed");
    if (restarts(values_) && values_.restart.budget == 0)
      add("restart.budget", severity::warning, "with 0 nothing is ever restarted");
  }

  std::vector<unmet_dependency> found;

 private:
  void add(std::string_view key, severity weight, std::string message) {
    if (is_given_(key)) found.push_back({key, weight, std::move(message)});
  }
  void fall_back(std::string_view key, std::string message) {
    if (is_given_(key))
      found.push_back(
          {key, severity::error, std::move(message.append("; it falls back to its default")), true});
  }

  const agent_settings& values_;
  const std::function<bool(std::string_view)>& is_given_;
};

}  // namespace

std::vector<unmet_dependency> find_unmet_dependencies(
    const agent_settings& values, const std::function<bool(std::string_view)>& is_given,
    const std::function<bool(std::string_view)>& is_changed) {
  search all(values, is_given);
  all.look_at_detectors();
  all.look_at_windows();
  all.look_at_the_game();
  for (const auto& each : conditions)
    if (is_changed(each.key) && !each.is_met(values))
      all.found.push_back(
          {each.key, severity::warning, "means nothing here: it needs " + std::string(each.needs)});
  return std::move(all.found);
}

}  // namespace gamekeeper::settings
