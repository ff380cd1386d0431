// The processes that end: the game, its orphans, the hooks beside it; and what the kernel kills for memory.
#include "base/limits.hpp"
#include "gamekeeper/run/shell.hpp"
#include "lifecycle/game.hpp"
#include "telemetry/event_types.hpp"

#include <algorithm>
#include <csignal>

namespace gamekeeper::run {

void shell::on_process_ended(const process::process_ended& ended) {
  if (around_.ended(ended)) {
    log_.debug("hook ended", {{"pid", ended.pid}, {"how", ended.status.describe()}});
  } else if (ended.pid != game_pid_) {
    ++orphans_reaped_;
    log_.debug("orphan reaped", {{"pid", ended.pid}, {"how", ended.status.describe()}});
  } else {
    on_game_ended(ended);
  }
}

// A hook that still runs must not look like a game that still saves. Each look is a walk through /proc, and there may
// be thousands of orphans: so it is taken only when a hook runs, and never twice in a short time.
void shell::look_for_hooks() {
  if (game_pid_ != 0 || !core_.game.has_descendants || !around_.owns_any()) return;
  const auto now = time_.now();
  if (now < look_for_hooks_from_)
    return hooks_alarm_->arm(look_for_hooks_from_, [this] { look_for_hooks(); });
  look_for_hooks_from_ = now + base::limits::tree_look_every;
  if (only_hooks_are_left()) feed(lifecycle::tree_empty{});
}

bool shell::only_hooks_are_left() const {
  const auto left = host_.descendants();
  return !left.empty() &&
         std::all_of(left.begin(), left.end(), [this](const auto& each) { return around_.owns(each); });
}

void shell::on_game_ended(const process::process_ended& ended) {
  game_pid_ = 0;
  last_end_ = ended;
  around_.after_end();
  match_state_ = core_.match.running_since ? "ended" : match_state_;
  if (memory_kill_came()) feed(lifecycle::killed_for_memory{});
  lifecycle::game_exited end{ended.status.exit_code(), ended.status.signal, ended.status.describe()};
  out_of_memory_ = lifecycle::is_ended_for_memory(core_, end, time_.now());
  if (out_of_memory_) end.description += ", out of memory";
  log_.info("game ended", {{"pid", ended.pid}, {"how", end.description}});
  const auto signal = end.signal ? std::optional(end.signal) : std::nullopt;
  record(telemetry::events::game_ended(end.exit_code, signal, end.description, out_of_memory_));
  feed(std::move(end));
}

bool shell::memory_kill_came() {
  const auto now = around_.memory_kills();
  const bool came = now && memory_kills_ && *now > *memory_kills_;
  if (now) memory_kills_ = now;
  return came;
}

void shell::look_at_memory() {
  if (game_pid_ == 0 || !memory_kill_came()) return;
  constexpr std::string_view message = "the kernel has killed a process of this container for memory";
  log_.warn(message, {{"processes_killed", *memory_kills_}});
  record(telemetry::events::warning("memory_kill", message, std::nullopt));
  feed(lifecycle::killed_for_memory{});
}

}  // namespace gamekeeper::run
