#include "base/limits.hpp"
#include "emulator/process_containers.hpp"

#include <algorithm>

// What process_containers does with the processes of an emulator that was killed. They are nobody's children
// that we could wait for, so they are looked at again and again; pid and start time together name a process for
// as long as the machine runs.
namespace gamekeeper::emulator {

std::vector<process::process_info> process_containers::left_of(const adoption& left) const {
  const bool known = left.pid > 0 && sight_.start_ticks_of(left.pid) == left.start_ticks;
  const auto all = sight_.all();
  const auto members = processes_of(left.spec.id, known ? left.pid : 0, {}, all, sight_.environment_of);
  std::vector<process::process_info> found;
  for (const auto& each : all)
    if (std::find(members.begin(), members.end(), each.pid) != members.end()) found.push_back(each);
  return found;
}

namespace {

// The one that was recorded; or, when the emulator was killed between starting it and recording it, the member
// that leads a group and that no other member has started.
pid_t first_of(const std::vector<process::process_info>& members, const adoption& left) {
  const auto is = [&members](pid_t pid) {
    return std::any_of(members.begin(), members.end(), [pid](const auto& each) { return each.pid == pid; });
  };
  if (left.pid > 0) return is(left.pid) ? left.pid : 0;
  for (const auto& each : members)
    if (each.pid == each.group && !is(each.parent)) return each.pid;
  return 0;
}

}  // namespace

bool process_containers::adopt(adoption left) {
  const auto members = left_of(left);
  if (members.empty() && left.pid == 0) return false;
  auto& c = all_[left.spec.id];
  c.pid = first_of(members, left);
  c.ours = false;
  c.start_ticks = c.pid ? sight_.start_ticks_of(c.pid).value_or(0) : 0;
  c.stop_requested = left.stopping;
  c.started_at = time_.now();
  c.spec = std::move(left.spec);
  c.alarm = time_.make_timer();
  for (const auto& each : members) c.seen.insert(each.pid);
  container_event event;
  event.what = c.pid ? container_event::kind::adopted : container_event::kind::lost;
  event.pid = c.pid ? c.pid : left.pid;
  event.start_ticks = c.start_ticks;
  event.output_at = 0;
  if (told_.on_event) told_.on_event(c.spec.id, event);
  if (c.pid == 0) {
    c.last_exit = process::exit_status{.code = 1};
    sweep(c);
    return true;
  }
  watch(c);
  if (c.stop_requested) ask_to_end(c);
  return true;
}

bool process_containers::still_there(const container& c) const {
  return sight_.start_ticks_of(c.pid) == c.start_ticks;
}

void process_containers::watch(container& c) {
  c.watch = time_.make_timer();
  c.watch->arm(time_.now() + base::limits::emulator_adopted_poll, [this, id = c.spec.id] {
    const auto found = all_.find(id);
    if (found == all_.end() || found->second.pid == 0) return;
    if (still_there(found->second))
      watch(found->second);
    else
      first_process_gone(found->second, nullptr);
  });
}

void process_containers::kill_everything() {
  for (auto& [id, c] : all_)
    kill_all(c, processes_of(id, c.pid, c.seen, sight_.all(), sight_.environment_of));
}

}  // namespace gamekeeper::emulator
