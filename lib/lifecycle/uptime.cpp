// Decides how long the server may be up, by its own limit and the platform's, and when it is warned of that.
#include "lifecycle/uptime.hpp"

#include "lifecycle/transition.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

std::optional<time_point> uptime_limit(const state& current) {
  std::optional<time_point> limit;
  if (current.rules.uptime.max) limit = current.started_at + *current.rules.uptime.max - current.pause.total;
  if (current.uptime.platform_limit && current.rules.uptime.platform_margin) {
    const auto kept = *current.uptime.platform_limit - *current.rules.uptime.platform_margin;
    limit = limit ? std::min(*limit, kept) : kept;
  }
  return limit;
}

void handle(transition& t, const platform_limit_learned& e) {
  if (t.state.uptime.platform_limit == e.at) return;
  t.state.uptime.platform_limit = e.at;
  t.state.uptime.is_warned = false;
}

void check_uptime(transition& t) {
  auto& s = t.state;
  if (!t.is_in(phase::running) || !t.is_due(uptime_deadline(s))) return;
  s.uptime.is_warned = true;
  if (s.rules.uptime.warn_before > duration(0))
    t.emit(uptime_warning{std::max(duration(0), *uptime_limit(s) - t.now)});
}

std::optional<time_point> uptime_deadline(const state& current) {
  const auto limit = uptime_limit(current);
  if (!limit || current.uptime.is_warned) return std::nullopt;
  return *limit - current.rules.uptime.warn_before;
}

}  // namespace gamekeeper::lifecycle
