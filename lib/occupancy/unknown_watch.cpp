#include "occupancy/unknown_watch.hpp"

#include <algorithm>

namespace gamekeeper::occupancy {

namespace {

std::string reason_of(const detector_view& view) {
  if (!view.last_error.empty()) return view.last_error;
  if (!view.age) return "it has never said anything";
  return view.expired ? "its last reading is too old to count" : "it answers without a number of players";
}

}  // namespace

std::vector<unknown_notice> unknown_watch::look(const std::vector<detector_view>& all, base::time_point now) {
  std::vector<unknown_notice> notices;
  std::erase_if(entries_, [&all](const auto& known) {
    return std::none_of(all.begin(), all.end(), [&](const auto& view) { return view.name == known.first; });
  });
  for (const auto& view : all) {
    auto& mine = entries_[view.name];
    const bool knows = view.what != presence::unknown;
    if (knows && mine.said) notices.push_back({view.name, true, now - *mine.unknown_since, view.last_error});
    if (knows) mine = {};
    if (knows) continue;
    if (!mine.unknown_since) mine.unknown_since = now;
    if (mine.said || now - *mine.unknown_since < limit_) continue;
    mine.said = true;
    notices.push_back({view.name, false, now - *mine.unknown_since, reason_of(view)});
  }
  return notices;
}

std::optional<base::time_point> unknown_watch::next() const {
  std::optional<base::time_point> first;
  for (const auto& [name, each] : entries_) {
    if (!each.unknown_since || each.said) continue;
    const auto due = *each.unknown_since + limit_;
    first = first ? std::min(*first, due) : due;
  }
  return first;
}

}  // namespace gamekeeper::occupancy
