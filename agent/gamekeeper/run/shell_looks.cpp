// What the local API can see of the agent.
#include "gamekeeper/run/shell.hpp"
#include "lifecycle/forecast.hpp"

#include <unistd.h>

#include <algorithm>

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

std::optional<control::explanation::prediction> shown(const std::optional<lifecycle::prediction>& foreseen,
                                                      base::time_point now) {
  if (!foreseen) return std::nullopt;
  return control::explanation::prediction{std::string(lifecycle::to_string(foreseen->why)), foreseen->reason,
                                          std::max(base::duration(0), foreseen->at - now)};
}

}  // namespace

std::optional<base::duration> shell::until(const std::optional<base::time_point>& when) const {
  return when ? std::optional(std::max(base::duration(0), *when - time_.now())) : std::nullopt;
}

control::snapshot shell::look() const {
  const auto now = time_.now();
  control::snapshot seen;
  seen.phase = to_string(core_.now_in);
  seen.phase_for = now - core_.phase_since;
  if (core_.ending.verdict)
    seen.end = control::snapshot::ending{std::string(to_string(*core_.ending.verdict)), core_.ending.reason};
  look_at_game(seen);
  look_at_occupancy(seen);
  look_at_policy(seen);
  look_at_platform(seen);
  seen.version = plan_.version;
  seen.agent_pid = ::getpid();
  seen.uptime = now - started_;
  seen.orphans_reaped = orphans_reaped_;
  seen.seq = told_.events.last();
  return seen;
}

void shell::look_at_game(control::snapshot& seen) const {
  if (game_pid_) seen.game.pid = game_pid_;
  seen.game.command = plan_.game.command;
  seen.game.exit_code = core_.game.exit_code;
  seen.game.ready = core_.now_in == lifecycle::phase::running;
  seen.game.restarts = core_.restarts.count;
  seen.match.state = match_state_;
  seen.match.id = match_id_;
  seen.match.metadata = match_metadata_;
  if (core_.match.running_since && match_state_ == "running")
    seen.match.running_for = time_.now() - *core_.match.running_since;
}

void shell::look_at_occupancy(control::snapshot& seen) const {
  seen.presence = occupancy::to_string(occupancy_.current().what);
  seen.players = occupancy_.current().players;
  for (const auto& each : occupancy_.all_detectors())
    seen.detectors.push_back(
        {each.name, std::string(occupancy::to_string(each.what)), each.players, each.age, each.last_error});
}

void shell::look_at_policy(control::snapshot& seen) const {
  seen.dry_run = core_.rules.dry_run;
  for (const auto& each : lifecycle::timers_of(core_))
    seen.timers.push_back({std::string(each.name), std::string(to_string(each.now)), until(each.fires),
                           std::string(each.leads_to), std::string(each.starts_when),
                           std::string(each.stops_when)});
  for (const auto& each : core_.holds)
    seen.holds.push_back({each.id, each.reason, std::max(base::duration(0), each.until - time_.now())});
  for (const auto& each : seen.timers)
    if (each.name == "empty" || each.name == "first_join")
      if (each.fires_in) seen.empty_stop_in = each.fires_in;
  seen.drain_ends_in = until(core_.drain.deadline);
  seen.self_stop.attempts = core_.self_stop.attempts;
  seen.self_stop.in_flight = core_.self_stop.is_in_flight;
  seen.self_stop.next_attempt_in = until(core_.self_stop.next_attempt);
}

void shell::look_at_platform(control::snapshot& seen) const {
  seen.platform.present = plan_.on_platform;
  seen.platform.request_id = plan_.request_id;
  seen.platform.source = source_;
  if (platform_seen_) {
    seen.platform.status = edgegap::to_string(platform_status_);
    seen.platform.age = time_.now() - *platform_seen_;
  }
  seen.platform.last_error = platform_error_;
}

control::explanation shell::why() const {
  const auto now = time_.now();
  const auto foreseen = lifecycle::foresee(core_, now);
  control::explanation seen;
  seen.now = look();
  seen.because = foreseen.because;
  seen.as_it_is = shown(foreseen.as_it_is, now);
  seen.if_everyone_left = shown(foreseen.if_everyone_left, now);
  seen.if_the_match_ended = shown(foreseen.if_the_match_ended, now);
  return seen;
}

control::deployment_view shell::deployment() const {
  auto seen = deployment_at_start_;
  if (platform_seen_)
    seen.said = control::deployment_view::word{time_.now() - *platform_seen_, source_,
                                               std::string(edgegap::to_string(platform_status_)),
                                               platform_sockets_, platform_sockets_usage_};
  seen.last_error = platform_error_;
  return seen;
}

std::vector<control::setting_view> shell::settings() const {
  return settings_;
}

}  // namespace gamekeeper::run
