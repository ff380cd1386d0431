#include "gamekeeper/run/pace.hpp"

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

std::optional<approach> approach_of(const lifecycle::state& core) {
  std::optional<base::time_point> first;
  for (const auto& end : lifecycle::pending_ends(core)) {
    if (!end.is_idle_end) continue;
    const auto when = lifecycle::effective_at(core, end);
    first = first ? std::min(*first, when) : when;
  }
  if (!first) return std::nullopt;
  return approach{*first - base::limits::poll_near_before, *first + core.rules.recheck.retry};
}

bool pace::follow(bool matters) {
  if (!attached() || relaxed_ != matters) return false;
  relaxed_ = !matters;
  (relaxed_ ? told_.relax : told_.attend)();
  return true;
}

void pace::hurry(std::optional<base::time_point> until) {
  if (!attached() || until == hurried_) return;
  hurried_ = until;
  told_.hurry(until.value_or(base::time_point{}));
}

pace::listener steering(edgegap::watcher& who) {
  return {[&who] { who.attend(); }, [&who] { who.relax(); },
          [&who](base::time_point until) { who.hurry(until); }, [&who] { who.look(); },
          [&who] { return who.pace(); }};
}

}  // namespace gamekeeper::run
