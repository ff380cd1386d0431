#include "gamekeeper/run/platform_monitor.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace gamekeeper::run {

namespace limits = base::limits;

namespace {

/// How the metrics call a failed poll.
std::string class_of(const edgegap::api_error& failure) {
  if (failure.status() == 0) return std::string(base::to_string(failure.code()));
  if (failure.status() >= 500) return "http_5xx";
  return "http_" + std::to_string(failure.status());
}

}  // namespace

platform_monitor::platform_monitor(base::clock& time, settings chosen, seams around)
    : time_(time), settings_(chosen), seams_(std::move(around)), started_(time.now()) {}

void platform_monitor::on_observation(const edgegap::observation& observation) {
  seams_.counters.poll_latency.observe(observation.took);
  last_.source = observation.source == edgegap::operation_id::context_get ? "context" : "status";
  if (observation.answer)
    handle_answer(*observation.answer, observation.at);
  else
    handle_failure(observation.answer.error());
  seams_.occupancy.update();
  complete_recheck(observation.answer.has_value());
  seams_.occupancy.check_unknown_detectors();
  if (observation.platform_done) seams_.post(lifecycle::platform_gone{*observation.platform_done});
}

void platform_monitor::handle_answer(const edgegap::deployment& answer, base::time_point at) {
  last_.error.clear();
  last_.seen_at = at;
  if (answer.status != last_.status) {
    seams_.journal.platform_status_changed(edgegap::to_string(answer.status), answer.status_text,
                                           edgegap::to_string(last_.status));
    last_.status = answer.status;
  }
  // An absent count is said by nobody: it must not stay what it was.
  last_.sockets = answer.sockets;
  last_.sockets_usage = answer.sockets_usage;
  record_count();
  learn_limit(answer, at);
}

void platform_monitor::handle_failure(const edgegap::api_error& failure) {
  seams_.counters.poll_errors.add(class_of(failure));
  last_.error = failure.message();
  last_.is_throttled = failure.kind() == edgegap::outcome_kind::throttled;
  // It is there and has no time: what it said last has to last until it may be asked again.
  if (last_.is_throttled) record_count();
  if (seams_.occupancy.uses(occupancy::sockets_usage))
    seams_.occupancy.record_failure(occupancy::sockets_usage, last_.error);
}

void platform_monitor::learn_limit(const edgegap::deployment& answer, base::time_point at) {
  if (!answer.max_duration || !answer.elapsed_time || *answer.max_duration <= std::chrono::minutes(0)) return;
  const auto left = base::duration(*answer.max_duration) - base::duration(*answer.elapsed_time);
  // elapsed_time counts whole seconds: a limit that wanders by one is the same limit.
  const auto limit = at + left;
  const auto& known = seams_.core.uptime.platform_limit;
  if (known && limit - *known < std::chrono::seconds(2) && *known - limit < std::chrono::seconds(2)) return;
  seams_.post(lifecycle::platform_limit_learned{limit});
}

/// A reading is as fresh as the pace allows: in a fleet that shares the limit the next one may be minutes away, and
/// one that expired in between would make an empty server unknown over and over, and nobody would ever end it. That
/// it may be old costs nothing but a late end: while it says players the server stays up, and when it says none, no
/// idle end rests on it alone. Another reading, taken when that end is due, has to say none as well (recheck()).
void platform_monitor::record_count() {
  if (!last_.seen_at || !seams_.occupancy.uses(occupancy::sockets_usage)) return;
  const bool is_valid = *last_.seen_at > count_valid_from_;
  const auto count = is_valid ? last_.sockets_usage.value_or(-1) : -1;  // below 0: unknown
  const auto paced =
      limits::poll_reading_intervals * std::min(urgency_.interval(), limits::poll_interval_max);
  seams_.occupancy.record(
      occupancy::sockets_usage,
      occupancy::counted(count, *last_.seen_at, std::max(settings_.reading_max_age, paced)));
}

void platform_monitor::report_silent_platform() {
  // A platform that nobody can ask must not be a detector that nobody misses.
  if (!settings_.is_present || !seams_.occupancy.uses(occupancy::sockets_usage) || last_.seen_at ||
      !last_.error.empty())
    return;
  if (time_.now() - started_ < settings_.silence_grace) return;
  seams_.occupancy.record_failure(occupancy::sockets_usage, "the platform has not answered yet");
}

std::optional<decision_window> platform_monitor::coming_decision() const {
  return seams_.occupancy.uses(occupancy::sockets_usage) ? decision_window_of(seams_.core) : std::nullopt;
}

void platform_monitor::update_urgency() {
  if (!urgency_.attached()) return;
  const auto now = time_.now();
  const bool is_counted = seams_.occupancy.uses(occupancy::sockets_usage);
  const bool matters = platform_matters(seams_.core, seams_.occupancy.recorded_detectors(), is_counted,
                                        last_.seen_at.has_value());
  if (urgency_.follow(matters)) {
    // From the moment on that it matters, what it was minutes ago says nothing.
    count_valid_from_ = matters ? now - settings_.reading_max_age : base::time_point{};
    record_count();
    if (!last_.error.empty() && is_counted)
      seams_.occupancy.record_failure(occupancy::sockets_usage, last_.error);
    seams_.occupancy.update();
  }
  const auto window = coming_decision();
  urgency_.poll_fast_until(matters && window && now >= window->from ? std::optional(window->until)
                                                                    : std::nullopt);
}

std::optional<base::time_point> platform_monitor::next_change() const {
  const auto now = time_.now();
  std::optional<base::time_point> next;
  if (const auto window = coming_decision(); window && window->from > now) next = window->from;
  const auto missed = started_ + settings_.silence_grace;
  if (missed > now && (!next || missed < *next)) next = missed;
  return next;
}

/// Whether an idle end may come although the platform does not answer: nobody waits for an answer that cannot come,
/// as long as somebody else says that nobody is here. When only the platform did, its word has to expire, and that
/// is no end at all.
bool platform_monitor::may_skip_recheck() const {
  if (!urgency_.attached()) return true;
  if (last_.error.empty()) return false;
  bool is_current = false, others_see_nobody = false;
  for (const auto& detector : seams_.occupancy.recorded_detectors()) {
    if (detector.name == occupancy::sockets_usage)
      is_current = detector.what != occupancy::presence::unknown;
    else
      others_see_nobody = others_see_nobody || detector.what == occupancy::presence::none;
  }
  // After a 429 it is asked again in a moment.
  return others_see_nobody && !(last_.is_throttled && is_current);
}

void platform_monitor::recheck() {
  const bool has_just_answered = last_.seen_at && *last_.seen_at > paused_at_ && last_.error.empty() &&
                                 time_.now() - *last_.seen_at < limits::poll_gap_min;
  recheck_pending_ = !has_just_answered && !may_skip_recheck();
  if (!recheck_pending_) return seams_.post(lifecycle::recheck_done{});
  seams_.journal.recheck_asked();
  urgency_.poll_now();
}

void platform_monitor::complete_recheck(bool is_answered) {
  if (!recheck_pending_ || !(is_answered || may_skip_recheck())) return;
  recheck_pending_ = false;
  seams_.post(lifecycle::recheck_done{});
}

}  // namespace gamekeeper::run
