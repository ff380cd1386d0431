#include "gamekeeper/run/game_process.hpp"

#include "lifecycle/game.hpp"
#include "process/evidence.hpp"

#include <utility>

namespace gamekeeper::run {

game_process::game_process(base::clock& time, seams around, process::spawn_spec spec)
    : time_(time),
      seams_(std::move(around)),
      spec_(std::move(spec)),
      tree_signals_(seams_.host, [this](const auto& process) { return seams_.io.owns(process); }),
      remaining_(time, seams_.host, seams_.io,
                 {[this] { return pid_ == 0 && seams_.core.game.has_descendants; },
                  [this] { seams_.post(lifecycle::tree_empty{}); }}) {}

void game_process::listen() {
  seams_.host.start({[this](process::process_ended ended) { on_process_ended(ended); },
                     [this] {
                       if (pid_ == 0) seams_.post(lifecycle::tree_empty{});
                     },
                     [this] { remaining_.check(); }});
}

void game_process::spawn() {
  auto spec = spec_;
  spec.probes_files = seams_.core.restarts.count > 0;  // the first start has nobody to keep waiting
  seams_.io.before_start(spec);
  const auto spawned = seams_.host.spawn(spec);
  if (!spawned) {
    seams_.io.after_start(std::nullopt);
    seams_.journal.game_not_started(spawned.error());
    return seams_.post(lifecycle::start_failed{spawned.error().exit_code, spawned.error().message});
  }
  pid_ = *spawned;
  tree_signals_.forget();
  seams_.journal.game_started(pid_, spec_.command, seams_.core.restarts.count);
  seams_.io.after_start(pid_);
  has_new_memory_kill();  // what was before is none of this game's
  seams_.post(lifecycle::game_started{});
}

std::optional<base::result<void>> game_process::signal_game(int number, process::signal_target target) {
  if (pid_ == 0) return std::nullopt;
  return tree_signals_.ask_game(pid_, number, target);
}

base::result<void> game_process::signal_tree(int number, process::signal_target target) {
  return tree_signals_.ask_tree(pid_, number, target);
}

void game_process::terminate_rest(bool is_last) {
  const auto asked = tree_signals_.ask_rest(is_last);
  if (!asked.empty()) seams_.journal.rest_terminated(asked);
}

void game_process::kill_tree(bool again) {
  const auto killed = seams_.host.kill_tree([this](const auto& process) { return seams_.io.owns(process); });
  seams_.journal.tree_killed(killed, again);
}

void game_process::report_survivors() {
  auto left = seams_.host.descendants();
  std::erase_if(left, [this](const auto& process) { return seams_.io.owns(process); });
  seams_.journal.processes_survived(left);
}

void game_process::collect_evidence(const std::string& reason) {
  evidence_ = process::collect_evidence(seams_.host.descendants());
  seams_.journal.game_hangs(reason, evidence_, seams_.io.last_lines());
}

void game_process::check_memory() {
  if (pid_ == 0 || !has_new_memory_kill()) return;
  seams_.journal.memory_kill(*memory_kills_);
  seams_.post(lifecycle::killed_for_memory{});
}

void game_process::on_process_ended(const process::process_ended& ended) {
  if (seams_.io.handle_end(ended)) return seams_.journal.hook_ended(ended);
  if (ended.pid == pid_) return on_game_ended(ended);
  ++orphans_reaped_;
  seams_.journal.orphan_reaped(ended);
}

void game_process::on_game_ended(const process::process_ended& ended) {
  pid_ = 0;
  seams_.io.after_end();
  if (has_new_memory_kill()) seams_.post(lifecycle::killed_for_memory{});
  lifecycle::game_exited end{ended.status.exit_code(), ended.status.signal, ended.status.describe()};
  const bool out_of_memory = lifecycle::is_ended_for_memory(seams_.core, end, time_.now());
  last_exit_ = exit{ended, out_of_memory};
  if (out_of_memory) end.description += ", out of memory";
  seams_.journal.game_ended(ended, end.description, out_of_memory);
  seams_.post(std::move(end));
}

bool game_process::has_new_memory_kill() {
  const auto now = seams_.io.memory_kills();
  const bool is_new = now && memory_kills_ && *now > *memory_kills_;
  if (now) memory_kills_ = now;
  return is_new;
}

}  // namespace gamekeeper::run
