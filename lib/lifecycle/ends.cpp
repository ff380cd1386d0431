#include "lifecycle/ends.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

bool rehearsed(const state& current, verdict why) {
  return std::find(current.rehearsed.begin(), current.rehearsed.end(), why) != current.rehearsed.end();
}

std::optional<duration> idle_window(const state& current) {
  return current.players_seen ? current.rules.empty_after : current.rules.first_join_after;
}

std::optional<time_point> uptime_limit(const state& current) {
  std::optional<time_point> limit;
  if (current.rules.uptime_max) limit = current.began + *current.rules.uptime_max - current.paused;
  if (current.platform_limit && current.rules.platform_limit_margin) {
    const auto kept = *current.platform_limit - *current.rules.platform_limit_margin;
    limit = limit ? std::min(*limit, kept) : kept;
  }
  return limit;
}

std::optional<time_point> hang_at(const state& current) {
  if (current.now_in != phase::running || !current.watchdog || current.hung ||
      rehearsed(current, verdict::hung))
    return std::nullopt;
  return current.last_sign + *current.watchdog;
}

std::vector<coming_end> coming_ends(const state& current) {
  std::vector<coming_end> all;
  if (current.now_in != phase::running) return all;
  const auto add = [&](verdict why, std::string_view reason, time_point at, bool soft, bool idle = false) {
    if (!rehearsed(current, why)) all.push_back({why, reason, at, soft, idle});
  };
  if (const auto& wish = current.wish) {
    if (current.none_since) add(verdict::stop_requested, wish->reason, *current.none_since, true, true);
    add(verdict::stop_requested, wish->reason, wish->by, false);
  }
  if (const auto& over = current.match_over) add(verdict::match_ended, over->reason, over->since, true);
  if (const auto window = idle_window(current); window && current.none_since) {
    // Before the game was ready nobody could join.
    const auto since = std::max(*current.none_since, current.phase_since);
    if (current.players_seen)
      add(verdict::empty, "nobody was here for the whole of occupancy.empty_after", since + *window, true,
          true);
    else
      add(verdict::never_joined, "nobody came for the whole of occupancy.first_join_after", since + *window,
          true, true);
  }
  if (current.match_since && current.rules.match_max)
    add(verdict::match_too_long, "the match ran for the whole of match.max",
        *current.match_since + *current.rules.match_max, false);
  if (const auto limit = uptime_limit(current))
    add(verdict::uptime_limit, "the server was up as long as it may", *limit, false);
  return all;
}

time_point kept_up_until(const state& current) {
  auto until = current.began + current.rules.min_uptime;
  for (const auto& each : current.holds) until = std::max(until, each.until);
  return until;
}

time_point acted_upon(const state& current, const coming_end& end) {
  if (!end.soft) return end.at;
  auto when = std::max(end.at, kept_up_until(current));
  // What the detectors saw before a pause may be long over.
  if (end.idle && current.resumed_at)
    when = std::max(when, *current.resumed_at + current.rules.look_again_within);
  if (end.idle && current.look_asked) when = std::max(when, *current.look_asked + current.rules.look_retry);
  if (current.veto_in_flight && current.veto_since)
    when = std::max(when, *current.veto_since + current.rules.veto_max);
  if (current.veto_again) when = std::max(when, *current.veto_again);
  return when;
}

}  // namespace gamekeeper::lifecycle
