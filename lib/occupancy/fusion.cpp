#include "occupancy/fusion.hpp"

#include <algorithm>
#include <set>

namespace gamekeeper::occupancy {

void fusion::record(std::string_view detector, reading seen) {
  entries_.insert_or_assign(std::string(detector), entry{seen, seen.doubt});
}

void fusion::record_failure(std::string_view detector, std::string error) {
  entries_[std::string(detector)].error = std::move(error);
}

void fusion::forget(std::string_view detector) {
  if (const auto found = entries_.find(detector); found != entries_.end()) entries_.erase(found);
}

fused fusion::at(base::time_point now) const {
  fused answer;
  for (const auto& [name, each] : entries_) {
    if (!each.last || each.last->expired(now)) continue;
    const auto& seen = *each.last;
    if (seen.what == presence::players) {
      // A detector that sees somebody and cannot count still sees one.
      answer = {presence::players, std::max({answer.players, seen.players, 1})};
    } else if (seen.what == presence::none && answer.what == presence::unknown) {
      answer.what = presence::none;
    }
  }
  return answer;
}

std::optional<base::time_point> fusion::next_change(base::time_point now) const {
  std::set<base::time_point> expiries;
  for (const auto& [name, each] : entries_)
    if (each.last && each.last->max_age && !each.last->expired(now))
      expiries.insert(each.last->at + *each.last->max_age);
  const auto answer = at(now);
  for (const auto expiry : expiries)
    if (at(expiry) != answer) return expiry;
  return std::nullopt;
}

std::vector<detector_view> fusion::detectors(base::time_point now) const {
  std::vector<detector_view> all;
  for (const auto& [name, each] : entries_) {
    detector_view view;
    view.name = name;
    view.last_error = each.error;
    if (each.last) {
      view.age = now - each.last->at;
      view.expired = each.last->expired(now);
      if (!view.expired) {
        view.what = each.last->what;
        view.players = each.last->players;
      }
    }
    all.push_back(std::move(view));
  }
  return all;
}

}  // namespace gamekeeper::occupancy
