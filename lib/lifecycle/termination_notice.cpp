// Decides when what nobody has asked to end gets SIGTERM, ahead of the SIGKILL for all that is left.
#include "lifecycle/termination_notice.hpp"

#include "lifecycle/transition.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

namespace {

// It comes when a fifth of the time is left, behind the last step of any ladder; but not sooner than notice_max before
// SIGKILL, and not later than notice_min, since the process may be saving or uploading.
constexpr int notice_share = 5;
constexpr duration notice_max{5'000};

}  // namespace

void schedule_notice(transition& t, time_point deadline) {
  t.state.notice.next_at = deadline - std::clamp((deadline - t.now) / notice_share, notice_min, notice_max);
}

void give_notice(transition& t, time_point deadline) {
  auto& s = t.state;
  if (!t.is_due(s.notice.next_at) || t.is_due(deadline)) return;
  s.notice.is_given = true;
  s.notice.next_at.reset();
  const auto last = deadline - notice_min;
  if (last > t.now) s.notice.next_at = last;
  t.emit(terminate_rest{last <= t.now});
}

std::optional<time_point> notice_deadline(const state& current) {
  return current.notice.next_at;
}

}  // namespace gamekeeper::lifecycle
