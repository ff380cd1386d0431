// Decides how long the server is kept up: by the holds that were placed, each until it expires, and by uptime.min.
#include "lifecycle/holds.hpp"

#include "lifecycle/earliest.hpp"
#include "lifecycle/transition.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

time_point blocked_until(const state& current) {
  auto until = current.started_at + current.rules.uptime.min;
  for (const auto& hold : current.holds) until = std::max(until, hold.until);
  return until;
}

void handle(transition& t, const hold_placed& e) {
  auto& holds = t.state.holds;
  const auto same = std::find_if(holds.begin(), holds.end(), [&e](const hold& h) { return h.id == e.id; });
  if (same != holds.end())
    *same = hold{e.id, e.reason, e.until};
  else
    holds.push_back({e.id, e.reason, e.until});
}

void handle(transition& t, const hold_released& e) {
  std::erase_if(t.state.holds, [&e](const hold& h) { return h.id == e.id; });
}

void check_holds(transition& t) {
  auto& holds = t.state.holds;
  for (const auto& hold : holds)
    if (t.is_due(hold.until)) t.emit(hold_expired{hold.id});
  std::erase_if(holds, [&t](const hold& h) { return t.is_due(h.until); });
}

std::optional<time_point> holds_deadline(const state& current) {
  std::optional<time_point> first;
  for (const auto& hold : current.holds) first = earliest({first, hold.until});
  return first;
}

}  // namespace gamekeeper::lifecycle
