#include "gamekeeper/run/poll_urgency.hpp"

#include "base/limits.hpp"
#include "lifecycle/pending_ends.hpp"

#include <algorithm>

namespace gamekeeper::run {

bool platform_matters(const lifecycle::state& core, const std::vector<occupancy::detector_view>& detectors,
                      bool counted, bool answered) {
  if (core.ending.verdict) return false;
  if (!answered) return true;
  return counted && std::none_of(detectors.begin(), detectors.end(), [](const auto& each) {
           return each.name != occupancy::sockets_usage && each.what == occupancy::presence::players;
         });
}

std::optional<decision_window> decision_window_of(const lifecycle::state& core) {
  std::optional<base::time_point> first;
  for (const auto& end : lifecycle::pending_ends(core)) {
    if (!end.is_idle_end) continue;
    const auto when = lifecycle::effective_at(core, end);
    first = first ? std::min(*first, when) : when;
  }
  if (!first) return std::nullopt;
  return decision_window{*first - base::limits::poll_near_before, *first + core.rules.recheck.retry};
}

bool poll_urgency::follow(bool matters) {
  if (!attached() || is_idle_ != matters) return false;
  is_idle_ = !matters;
  (is_idle_ ? watcher_.set_idle : watcher_.set_active)();
  return true;
}

void poll_urgency::poll_fast_until(std::optional<base::time_point> until) {
  if (!attached() || until == fast_until_) return;
  fast_until_ = until;
  watcher_.poll_fast_until(until.value_or(base::time_point{}));
}

poll_urgency::control control_of(edgegap::watcher& watcher) {
  return {[&watcher] { watcher.set_active(); }, [&watcher] { watcher.set_idle(); },
          [&watcher](base::time_point until) { watcher.poll_fast_until(until); },
          [&watcher] { watcher.poll_now(); }, [&watcher] { return watcher.pace(); }};
}

}  // namespace gamekeeper::run
