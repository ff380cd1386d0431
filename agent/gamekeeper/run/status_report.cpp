#include "gamekeeper/run/status_report.hpp"

#include "lifecycle/forecast.hpp"

#include <unistd.h>

#include <algorithm>
#include <utility>

namespace gamekeeper::run {

namespace {

std::string_view to_string(lifecycle::timer_view::condition value) {
  using condition = lifecycle::timer_view::condition;
  switch (value) {
    case condition::off:
      return "off";
    case condition::idle:
      return "idle";
    case condition::running:
      return "running";
    case condition::held:
      return "held";
  }
  return "off";
}

std::optional<control::explanation::prediction> shown_prediction(
    const std::optional<lifecycle::prediction>& prediction, base::time_point now) {
  if (!prediction) return std::nullopt;
  return control::explanation::prediction{std::string(lifecycle::to_string(prediction->why)),
                                          prediction->reason,
                                          std::max(base::duration(0), prediction->at - now)};
}

}  // namespace

void status_report::set_startup_views(control::deployment_view at_start,
                                      std::vector<control::setting_view> in_force) {
  deployment_at_start_ = std::move(at_start);
  settings_ = std::move(in_force);
}

std::optional<base::duration> status_report::until(const std::optional<base::time_point>& deadline) const {
  return deadline ? std::optional(std::max(base::duration(0), *deadline - from_.time.now())) : std::nullopt;
}

control::snapshot status_report::snapshot(const match& current) const {
  const auto now = from_.time.now();
  const auto& core = from_.core;
  control::snapshot shown;
  shown.phase = to_string(core.phase);
  shown.phase_for = now - core.phase_since;
  if (core.ending.verdict)
    shown.end = control::snapshot::ending{std::string(to_string(*core.ending.verdict)), core.ending.reason};
  add_game(shown);
  add_match(shown, current);
  add_occupancy(shown);
  add_policy(shown);
  add_platform(shown);
  shown.version = identity_.version;
  shown.agent_pid = ::getpid();
  shown.uptime = now - core.started_at;
  shown.orphans_reaped = from_.game.orphans_reaped();
  shown.seq = from_.events.last();
  return shown;
}

void status_report::add_game(control::snapshot& shown) const {
  if (from_.game.pid()) shown.game.pid = from_.game.pid();
  shown.game.command = from_.game.command();
  shown.game.exit_code = from_.core.game.exit_code;
  shown.game.ready = from_.core.phase == lifecycle::phase::running;
  shown.game.restarts = from_.core.restarts.count;
}

void status_report::add_match(control::snapshot& shown, const match& current) const {
  const auto& since = from_.core.match.running_since;
  const bool is_running = since && from_.game.pid() != 0;
  shown.match.state = is_running ? "running" : current.is_known ? "ended" : "none";
  shown.match.id = current.id;
  shown.match.metadata = current.metadata;
  if (is_running) shown.match.running_for = from_.time.now() - *since;
}

void status_report::add_occupancy(control::snapshot& shown) const {
  shown.presence = occupancy::to_string(from_.occupancy.current().what);
  shown.players = from_.occupancy.current().players;
  for (const auto& detector : from_.occupancy.all_detectors())
    shown.detectors.push_back({detector.name, std::string(occupancy::to_string(detector.what)),
                               detector.players, detector.age, detector.last_error});
}

void status_report::add_policy(control::snapshot& shown) const {
  const auto& core = from_.core;
  shown.dry_run = core.rules.dry_run;
  for (const auto& timer : lifecycle::timers_of(core))
    shown.timers.push_back({std::string(timer.name), std::string(to_string(timer.now)), until(timer.fires),
                            std::string(timer.leads_to), std::string(timer.starts_when),
                            std::string(timer.stops_when)});
  for (const auto& hold : core.holds) shown.holds.push_back({hold.id, hold.reason, *until(hold.until)});
  for (const auto& timer : shown.timers)
    if ((timer.name == "empty" || timer.name == "first_join") && timer.fires_in)
      shown.empty_stop_in = timer.fires_in;
  shown.drain_ends_in = until(core.drain.deadline);
  shown.self_stop.attempts = core.self_stop.attempts;
  shown.self_stop.in_flight = core.self_stop.is_in_flight;
  shown.self_stop.next_attempt_in = until(core.self_stop.next_attempt);
}

void status_report::add_platform(control::snapshot& shown) const {
  const auto& last = from_.platform.last();
  shown.platform.present = identity_.is_on_platform;
  shown.platform.request_id = identity_.request_id;
  shown.platform.source = last.source;
  if (last.seen_at) {
    shown.platform.status = edgegap::to_string(last.status);
    shown.platform.age = from_.time.now() - *last.seen_at;
  }
  shown.platform.last_error = last.error;
}

control::explanation status_report::explain(const match& current) const {
  const auto now = from_.time.now();
  const auto forecast = lifecycle::make_forecast(from_.core, now);
  control::explanation shown;
  shown.now = snapshot(current);
  shown.because = forecast.because;
  shown.as_it_is = shown_prediction(forecast.as_it_is, now);
  shown.if_everyone_left = shown_prediction(forecast.if_everyone_left, now);
  shown.if_the_match_ended = shown_prediction(forecast.if_the_match_ended, now);
  return shown;
}

control::deployment_view status_report::deployment() const {
  const auto& last = from_.platform.last();
  auto shown = deployment_at_start_;
  if (last.seen_at)
    shown.said = control::deployment_view::word{from_.time.now() - *last.seen_at, last.source,
                                                std::string(edgegap::to_string(last.status)), last.sockets,
                                                last.sockets_usage};
  shown.last_error = last.error;
  return shown;
}

}  // namespace gamekeeper::run
