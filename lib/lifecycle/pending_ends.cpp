// Decides what would end a running server and when, and what each of those ends has to wait for.
#include "lifecycle/pending_ends.hpp"

#include "lifecycle/decision.hpp"
#include "lifecycle/earliest.hpp"
#include "lifecycle/holds.hpp"
#include "lifecycle/occupancy.hpp"
#include "lifecycle/recheck.hpp"
#include "lifecycle/transition.hpp"
#include "lifecycle/uptime.hpp"
#include "lifecycle/veto.hpp"

#include <algorithm>
#include <string>

namespace gamekeeper::lifecycle {

std::vector<pending_end> pending_ends(const state& current) {
  std::vector<pending_end> all;
  if (current.phase != phase::running) return all;
  const auto add = [&](verdict why, std::string_view reason, time_point at, bool is_deferrable,
                       bool is_idle_end = false) {
    if (!is_dry_run_reported(current, why)) all.push_back({why, reason, at, is_deferrable, is_idle_end});
  };
  if (const auto& request = current.drain_request) {
    if (current.occupancy.none_since)
      add(verdict::stop_requested, request->reason, *current.occupancy.none_since, true, true);
    add(verdict::stop_requested, request->reason, request->by, false);
  }
  if (const auto& over = current.match.over) add(verdict::match_ended, over->reason, over->since, true);
  if (const auto window = idle_window(current); window && current.occupancy.none_since) {
    // Before the game was ready nobody could join.
    const auto since = std::max(*current.occupancy.none_since, current.phase_since);
    if (current.occupancy.players_seen)
      add(verdict::empty, "nobody was here for the whole of occupancy.empty_after", since + *window, true,
          true);
    else
      add(verdict::never_joined, "nobody came for the whole of occupancy.first_join_after", since + *window,
          true, true);
  }
  if (current.match.running_since && current.rules.match.max)
    add(verdict::match_too_long, "the match ran for the whole of match.max",
        *current.match.running_since + *current.rules.match.max, false);
  if (const auto limit = uptime_limit(current))
    add(verdict::uptime_limit, "the server was up as long as it may", *limit, false);
  return all;
}

time_point effective_at(const state& current, const pending_end& end) {
  if (!end.is_deferrable) return end.at;
  auto when = std::max(end.at, blocked_until(current));
  // What the detectors saw before a pause may be long over.
  if (end.is_idle_end && current.pause.resumed_at)
    when = std::max(when, *current.pause.resumed_at + current.rules.recheck.after_pause);
  if (end.is_idle_end && current.recheck.requested_at)
    when = std::max(when, *current.recheck.requested_at + current.rules.recheck.retry);
  if (current.veto.is_in_flight && current.veto.first_asked_at)
    when = std::max(when, *current.veto.first_asked_at + current.rules.veto.max);
  if (current.veto.ask_again_at) when = std::max(when, *current.veto.ask_again_at);
  return when;
}

std::optional<pending_end> due_end(const state& current, time_point now) {
  std::optional<pending_end> first;
  for (const auto& end : pending_ends(current)) {
    const auto when = effective_at(current, end);
    if (when <= now && (!first || when < effective_at(current, *first))) first = end;
  }
  return first;
}

void check_pending_ends(transition& t) {
  // dry_run can have more than one thing to say; otherwise the first one ends it.
  while (const auto end = due_end(t.state, t.now))
    if (!request_recheck(t, *end) && !ask_veto_hook(t, *end)) decide(t, end->why, std::string(end->reason));
}

std::optional<time_point> pending_ends_deadline(const state& current) {
  std::optional<time_point> first;
  for (const auto& end : pending_ends(current)) first = earliest({first, effective_at(current, end)});
  return first;
}

}  // namespace gamekeeper::lifecycle
