// How eagerly the platform is asked, how long its word counts, and the look before an idle end.
#include "base/duration.hpp"
#include "base/limits.hpp"
#include "gamekeeper/run/shell.hpp"

#include <algorithm>

namespace gamekeeper::run {

namespace limits = base::limits;

std::optional<approach> shell::coming_approach() const {
  return occupancy_.uses(occupancy::sockets_usage) ? approach_of(core_) : std::nullopt;
}

void shell::follow_pace() {
  if (!pace_.attached()) return;
  const auto now = time_.now();
  const bool counted = occupancy_.uses(occupancy::sockets_usage);
  const bool matters =
      platform_matters(core_, occupancy_.recorded_detectors(), counted, platform_seen_.has_value());
  if (pace_.follow(matters)) {
    // From the moment on that it matters, what it was minutes ago says nothing.
    count_from_ = matters ? now - plan_.reading_max_age : base::time_point{};
    record_platform_count();
    if (!platform_error_.empty() && counted)
      occupancy_.record_failure(occupancy::sockets_usage, platform_error_);
    occupancy_.update();
  }
  const auto ahead = coming_approach();
  pace_.hurry(matters && ahead && now >= ahead->from ? std::optional(ahead->until) : std::nullopt);
}

/// A reading is as fresh as the pace allows: in a fleet that shares the limit the next one may be minutes away, and
/// one that expired in between would make an empty server unknown over and over, and nobody would ever end it. That
/// it may be old costs nothing but a late end: while it says players the server stays up, and when it says none, no
/// idle end rests on it alone. Another reading, taken when that end is due, has to say none as well (ask_look).
void shell::record_platform_count() {
  if (!platform_seen_ || !occupancy_.uses(occupancy::sockets_usage)) return;
  const bool counts = *platform_seen_ > count_from_;
  const auto count = counts ? platform_sockets_usage_.value_or(-1) : -1;  // below 0: unknown
  const auto paced = limits::poll_reading_intervals * std::min(pace_.interval(), limits::poll_interval_max);
  occupancy_.record(occupancy::sockets_usage,
                    occupancy::counted(count, *platform_seen_, std::max(plan_.reading_max_age, paced)));
}

/// A platform that nobody can ask must not be a detector that nobody misses.
void shell::miss_the_platform() {
  if (!plan_.on_platform || !occupancy_.uses(occupancy::sockets_usage) || platform_seen_ ||
      !platform_error_.empty())
    return;
  if (time_.now() - started_ < plan_.first_word_within) return;
  occupancy_.record_failure(occupancy::sockets_usage, "the platform has not answered yet");
}

/// Whether an idle end may come although the platform does not answer: nobody waits for an answer that cannot come,
/// as long as somebody else says that nobody is here. When only the platform did, its word has to expire, and that
/// is no end at all.
bool shell::can_do_without_platform() const {
  if (!pace_.attached()) return true;
  if (platform_error_.empty()) return false;
  bool current = false, others = false;
  for (const auto& each : occupancy_.recorded_detectors()) {
    if (each.name == occupancy::sockets_usage)
      current = each.what != occupancy::presence::unknown;
    else
      others = others || each.what == occupancy::presence::none;
  }
  // After a 429 it is asked again in a moment.
  return others && !(platform_busy_ && current);
}

/// What the platform said before a pause is as old as the pause, whatever its age says.
void shell::on_pause(base::duration gap) {
  log_.warn(
      "the agent stood still (a frozen container, a stopped process, a starved machine): no deadline about "
      "others ran meanwhile",
      {{"for", base::format_duration(gap)}});
  paused_at_ = time_.now();
  feed(lifecycle::paused{gap});
}

void shell::settle_look(bool answered) {
  if (!look_awaited_ || !(answered || can_do_without_platform())) return;
  look_awaited_ = false;
  feed(lifecycle::looked{});
}

void shell::carry_out(const lifecycle::ask_look&) {
  const bool just_seen = platform_seen_ && *platform_seen_ > paused_at_ && platform_error_.empty() &&
                         time_.now() - *platform_seen_ < limits::poll_gap_min;
  look_awaited_ = !just_seen && !can_do_without_platform();
  if (!look_awaited_) return feed(lifecycle::looked{});
  log_.debug("the platform is asked once more before an idle server is ended");
  pace_.look();
}

}  // namespace gamekeeper::run
