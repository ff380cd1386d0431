// What the local API can see of the agent, and make it do.
#include "gamekeeper/run/shell.hpp"

#include <unistd.h>

#include <algorithm>

namespace gamekeeper::run {

base::result<void> shell::only_while_running(std::string_view what) const {
  if (core_.now_in == lifecycle::phase::running) return {};
  std::string message(what);
  message.append(" is possible while the game is running; the agent is ").append(to_string(core_.now_in));
  if (core_.why) message.append(" because ").append(core_.reason);
  return base::error(base::errc::busy, std::move(message));
}

base::result<void> shell::start_match(std::string id) {
  if (const auto allowed = only_while_running("starting a match"); !allowed) return allowed;
  if (core_.match_since)
    return base::error(base::errc::busy, "a match is running" +
                                             (match_id_.empty() ? "" : " (" + match_id_ + ")") +
                                             "; it has to end before another one starts");
  match_state_ = "running";
  match_id_ = std::move(id);
  log_.info("match started", {{"id", match_id_}});
  feed(lifecycle::match_started{});
  return {};
}

base::result<void> shell::end_match(std::string reason) {
  if (const auto allowed = only_while_running("ending a match"); !allowed) return allowed;
  match_state_ = "ended";
  log_.info("match ended", {{"id", match_id_}, {"reason", reason}});
  feed(lifecycle::match_ended{std::move(reason)});
  return {};
}

base::result<void> shell::report_players(int count) {
  if (const auto allowed = only_while_running("reporting players"); !allowed) return allowed;
  detectors_.record(occupancy::reported, occupancy::counted(count, time_.now()));
  evaluate_occupancy();
  rearm();
  return {};
}

base::result<void> shell::stop(std::string reason) {
  if (const auto allowed = only_while_running("a stop"); !allowed) return allowed;
  feed(lifecycle::stop_requested{reason.empty() ? "asked for over the local API" : std::move(reason)});
  return {};
}

base::result<void> shell::signal_game(std::string name) {
  const auto number = process::parse_signal(name);
  if (!number) return number.error().within("/signal");
  if (game_pid_ == 0) return base::error(base::errc::busy, "the game is not running");
  log_.info("signal for the game, asked for over the local API", {{"signal", process::signal_name(*number)}});
  return send_to_game(*number);
}

control::snapshot shell::look() const {
  const auto now = time_.now();
  const auto until = [now](const std::optional<base::time_point>& when) {
    return when ? std::optional(std::max(base::duration(0), *when - now)) : std::nullopt;
  };
  control::snapshot seen;
  seen.phase = to_string(core_.now_in);
  seen.phase_for = now - core_.phase_since;
  if (core_.why) seen.end = control::snapshot::ending{std::string(to_string(*core_.why)), core_.reason};
  if (game_pid_) seen.game.pid = game_pid_;
  seen.game.command = plan_.game.command;
  seen.game.exit_code = core_.exit_code;
  seen.match.state = match_state_;
  seen.match.id = match_id_;
  seen.presence = occupancy::to_string(occupancy_.what);
  seen.players = occupancy_.players;
  for (const auto& each : detectors_.detectors(now))
    seen.detectors.push_back(
        {each.name, std::string(occupancy::to_string(each.what)), each.players, each.age, each.last_error});
  if (core_.now_in == lifecycle::phase::running) seen.empty_stop_in = until(lifecycle::next_deadline(core_));
  seen.drain_ends_in = until(core_.drain_deadline);
  seen.self_stop.attempts = core_.self_stop_attempts;
  seen.self_stop.in_flight = core_.self_stop_in_flight;
  seen.self_stop.next_attempt_in = until(core_.next_attempt);
  seen.platform.present = plan_.on_platform;
  seen.platform.request_id = plan_.request_id;
  seen.platform.source = source_;
  if (platform_seen_) {
    seen.platform.status = edgegap::to_string(platform_status_);
    seen.platform.age = now - *platform_seen_;
  }
  seen.platform.last_error = platform_error_;
  seen.version = plan_.version;
  seen.agent_pid = ::getpid();
  seen.uptime = now - started_;
  seen.orphans_reaped = orphans_reaped_;
  return seen;
}

}  // namespace gamekeeper::run
