// The policy of a running server: who is there, what keeps it up, what ends it.
#include "lifecycle/stepper.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

void stepper::on(const occupancy_changed& e) {
  s_.occupancy = e.what;
  s_.players = e.what == presence::players ? e.players : 0;
  if (e.what == presence::players) s_.players_seen = true;
  if (e.what == presence::none) {
    if (!s_.none_since) s_.none_since = now_;
    return;
  }
  s_.none_since.reset();
  forget_rehearsal(verdict::empty);
  forget_rehearsal(verdict::never_joined);
  forget_veto();
  forget_look();
}

void stepper::on(const match_started&) {
  s_.match_since = now_;
  s_.match_over.reset();
  forget_rehearsal(verdict::match_ended);
  forget_rehearsal(verdict::match_too_long);
  forget_veto();
}

void stepper::on(const match_ended& e) {
  s_.match_since.reset();
  forget_rehearsal(verdict::match_ended);
  forget_rehearsal(verdict::match_too_long);
  if (in(phase::running) && !s_.rules.many_matches)
    s_.match_over = state::match_over_since{now_, e.reason.empty() ? "the match ended" : e.reason};
}

void stepper::on(const hold_placed& e) {
  const auto same =
      std::find_if(s_.holds.begin(), s_.holds.end(), [&e](const hold& h) { return h.id == e.id; });
  if (same != s_.holds.end())
    *same = hold{e.id, e.reason, e.until};
  else
    s_.holds.push_back({e.id, e.reason, e.until});
}

void stepper::on(const hold_released& e) {
  std::erase_if(s_.holds, [&e](const hold& h) { return h.id == e.id; });
}

// The deadlines of this same step see that it was taken just now.
void stepper::on(const looked&) {
  if (!s_.look_asked) return;
  forget_look();
  s_.looked_at = now_;
}

void stepper::on(const veto_answered& e) {
  if (!s_.veto_in_flight) return;
  s_.veto_in_flight = false;
  if (!in(phase::running)) return;
  const auto end = due_end();
  if (!end || !end->soft) return forget_veto();
  if (!e.not_yet) {
    emit(veto_heard{false, e.reason, {}});
    return decide(end->why, std::string(end->reason));
  }
  const auto last = *s_.veto_since + s_.rules.veto_max;
  s_.veto_again = std::min(now_ + s_.rules.veto_retry, last);
  emit(veto_heard{true, e.reason, std::max(duration(0), *s_.veto_again - now_)});
}

void stepper::running_deadlines() {
  expire_holds();
  hang_deadlines();
  if (const auto limit = uptime_limit(s_);
      limit && !s_.uptime_warned && *limit - s_.rules.uptime_warning <= now_ && in(phase::running)) {
    s_.uptime_warned = true;
    if (s_.rules.uptime_warning > duration(0)) emit(uptime_warning{std::max(duration(0), *limit - now_)});
  }
  // dry_run can have more than one thing to say; otherwise the first one ends it.
  for (auto end = due_end(); end; end = due_end()) act_on(*end);
}

void stepper::expire_holds() {
  for (const auto& each : s_.holds)
    if (each.until <= now_) emit(hold_expired{each.id});
  std::erase_if(s_.holds, [this](const hold& h) { return h.until <= now_; });
}

std::optional<coming_end> stepper::due_end() const {
  std::optional<coming_end> first;
  for (const auto& each : coming_ends(s_)) {
    const auto when = acted_upon(s_, each);
    if (when <= now_ && (!first || when < acted_upon(s_, *first))) first = each;
  }
  return first;
}

bool stepper::ask_for_look(const coming_end& end) {
  if (!end.idle || !s_.rules.look_before_idle_end || s_.looked_at == now_) return false;
  s_.look_asked = now_;
  emit(ask_look{});
  return true;
}

void stepper::act_on(const coming_end& end) {
  if (ask_for_look(end)) return;
  std::string reason(end.reason);
  if (end.soft && s_.rules.veto && !s_.rules.dry_run) {
    const bool asked_enough = s_.veto_since && now_ >= *s_.veto_since + s_.rules.veto_max;
    if (!asked_enough) {
      if (!s_.veto_since) s_.veto_since = now_;
      s_.veto_again.reset();
      // An answer that is still to come counts for this end too.
      if (!s_.veto_in_flight) emit(ask_veto{end.why, std::move(reason)});
      s_.veto_in_flight = true;
      return;
    }
    s_.veto_in_flight = false;
    emit(veto_overruled{});
  }
  decide(end.why, std::move(reason));
}

void stepper::forget_rehearsal(verdict why) {
  std::erase(s_.rehearsed, why);
}

void stepper::forget_veto() {
  s_.veto_since.reset();
  s_.veto_again.reset();
}

}  // namespace gamekeeper::lifecycle
