// Foretells the end by playing the machine ahead, and shows what keeps the server up.
#include "lifecycle/forecast.hpp"

#include "lifecycle/machine.hpp"
#include "lifecycle/occupancy.hpp"
#include "lifecycle/pending_ends.hpp"
#include "lifecycle/uptime.hpp"
#include "lifecycle/watchdog.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

namespace {

using condition = timer_view::condition;

// Holds, warnings, ends: far fewer moments than this can lie ahead.
constexpr int moments_max = 10'000;

/// Looks for an end among effects; a look that is asked for finds nobody at once, and a veto hook agrees.
std::optional<prediction> end_among(state& current, const std::vector<effect>& effects, time_point now) {
  for (const auto& each : effects) {
    if (const auto* end = std::get_if<decided>(&each)) return prediction{end->why, end->reason, now};
    if (const auto* said = std::get_if<announcement>(&each))
      if (const auto* end = std::get_if<would_end>(said)) return prediction{end->why, end->reason, now};
    // Another end that came in the same step has already been decided then.
    std::optional<prediction> end;
    if (std::holds_alternative<recheck_platform>(each))
      end = end_among(current, step(current, recheck_done{}, now), now);
    if (std::holds_alternative<ask_veto>(each))
      end = end_among(current, step(current, veto_answered{}, now), now);
    if (end) return end;
  }
  return std::nullopt;
}

timer_view idle_timer(const state& s, bool first) {
  timer_view view;
  view.name = first ? "first_join" : "empty";
  view.leads_to = to_string(first ? verdict::never_joined : verdict::empty);
  view.starts_when = first ? "the server is ready and a detector says that nobody is here"
                           : "the last player leaves and a detector says so";
  view.stops_when = "a player is seen, or no detector knows";
  const auto& window = first ? s.rules.occupancy.first_join_after : s.rules.occupancy.empty_after;
  if (!window) return view;
  view.now = condition::idle;
  for (const auto& end : pending_ends(s)) {
    if (end.why != (first ? verdict::never_joined : verdict::empty)) continue;
    view.fires = effective_at(s, end);
    view.now = *view.fires > end.at ? condition::held : condition::running;
  }
  return view;
}

timer_view simple_timer(std::string_view name, bool configured, std::optional<time_point> fires,
                        std::string_view leads_to, std::string_view starts_when,
                        std::string_view stops_when) {
  timer_view view{name, condition::off, fires, leads_to, starts_when, stops_when};
  if (fires)
    view.now = condition::running;
  else if (configured)
    view.now = condition::idle;
  return view;
}

std::vector<timer_view> policy_timers(const state& s) {
  const bool up = s.phase == phase::running;
  std::optional<time_point> match, uptime;
  if (up && s.match.running_since && s.rules.match.max) match = *s.match.running_since + *s.rules.match.max;
  if (up) uptime = uptime_limit(s);
  return {
      idle_timer(s, true),
      idle_timer(s, false),
      simple_timer("match", s.rules.match.max.has_value(), match, to_string(verdict::match_too_long),
                   "a match starts", "the match ends"),
      simple_timer("uptime", s.rules.uptime.max || s.rules.uptime.platform_margin, uptime,
                   to_string(verdict::uptime_limit), "the agent starts, or the platform tells its limit",
                   "nothing"),
      simple_timer("watchdog", s.watchdog.timeout.has_value(), hang_deadline(s), to_string(verdict::hung),
                   "the game is ready", "a sign of life starts it anew"),
  };
}

// Those that only some phases have are shown only while they run.
void passing_timers(const state& s, std::vector<timer_view>& into) {
  const auto add = [&into](std::string_view name, const std::optional<time_point>& fires,
                           std::string_view leads_to, std::string_view stops_when) {
    if (fires) into.push_back({name, condition::running, fires, leads_to, "", stops_when});
  };
  if (s.phase == phase::starting) {
    add("ready", s.readiness.deadline, to_string(verdict::not_ready), "the game is ready");
    add("restart", s.restarts.next_start, "the game is started again", "a stop");
  }
  if (s.drain_request)
    add("drain_request", s.drain_request->by, to_string(verdict::stop_requested), "nothing");
  add("hang_kill", s.watchdog.kill_deadline, "the game is killed", "the game ends");
  add("drain", s.drain.deadline, "what is left of the game is killed", "the game and its processes end");
  add("kill_wait", s.drain.give_up_at, "the stop goes on without them", "the last process ends");
  add("stop_retry", s.self_stop.next_attempt, "the platform is asked to stop the deployment", "SIGTERM");
  add("linger", s.self_stop.linger_until, "the agent leaves", "SIGTERM");
}

std::vector<std::string> reasons_to_be_up(const state& s, time_point now) {
  std::vector<std::string> all;
  if (s.phase == phase::starting)
    all.push_back(s.restarts.next_start ? "the game is about to be started again"
                                        : "the game is not ready yet");
  if (s.phase != phase::running) return all;
  if (s.occupancy.presence == presence::players)
    all.push_back(s.occupancy.players == 1 ? "1 player is on"
                                           : std::to_string(s.occupancy.players) + " players are on");
  if (s.match.running_since) all.push_back("a match is running");
  for (const auto& each : s.holds)
    all.push_back("the hold '" + each.id + "' lasts" + (each.reason.empty() ? "" : " (" + each.reason + ")"));
  if (s.started_at + s.rules.uptime.min > now) all.push_back("it has not been up for uptime.min yet");
  if (s.recheck.requested_at) all.push_back("one more look is being taken");
  if (s.veto.ask_again_at || s.veto.is_in_flight) all.push_back("the veto hook has not agreed yet");
  if (s.occupancy.presence == presence::unknown) all.push_back("no detector knows whether anyone is here");
  if (s.occupancy.presence == presence::none && !idle_window(s))
    all.push_back(s.occupancy.players_seen ? "occupancy.empty_after is off"
                                           : "nobody has come yet and occupancy.first_join_after is off");
  if (s.occupancy.presence == presence::none && idle_window(s) && all.empty())
    all.push_back("nobody is here, but not for long enough yet");
  if (s.rules.dry_run) all.push_back("dry_run: nothing is ended");
  return all;
}

template <class Event>
std::optional<prediction> predict_after(state current, const Event& happened, time_point now) {
  // An occupancy that changes now has a window that starts now.
  if (auto end = end_among(current, step(current, happened, now), now)) return end;
  return predict(std::move(current), now);
}

}  // namespace

std::optional<prediction> predict(state current, time_point now) {
  current.watchdog.timeout.reset();
  if (current.recheck.requested_at)
    if (auto end = end_among(current, step(current, recheck_done{}, now), now)) return end;
  if (current.veto.is_in_flight)
    if (auto end = end_among(current, step(current, veto_answered{}, now), now)) return end;
  for (int moment = 0; current.phase == phase::running && moment < moments_max; ++moment) {
    const auto next = next_deadline(current);
    if (!next) return std::nullopt;
    now = std::max(now, *next);
    if (auto end = end_among(current, step(current, tick{}, now), now)) return end;
  }
  return std::nullopt;
}

std::vector<timer_view> timers_of(const state& current) {
  auto all = policy_timers(current);
  passing_timers(current, all);
  return all;
}

forecast make_forecast(const state& current, time_point now) {
  forecast seen;
  seen.because = reasons_to_be_up(current, now);
  seen.timers = timers_of(current);
  if (current.phase != phase::running) return seen;
  seen.as_it_is = predict(current, now);
  if (current.occupancy.presence != presence::none)
    seen.if_everyone_left = predict_after(current, occupancy_changed{presence::none, 0}, now);
  if (current.match.running_since && !current.rules.match.has_many)
    seen.if_the_match_ended = predict_after(current, match_ended{}, now);
  return seen;
}

}  // namespace gamekeeper::lifecycle
