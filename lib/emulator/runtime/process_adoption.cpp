#include "base/limits.hpp"
#include "emulator/runtime/process_containers.hpp"

#include <algorithm>

// What process_containers does with the processes of an emulator that was killed. They are nobody's children
// that we could wait for, so they are looked at again and again; pid and start time together name a process for
// as long as the machine runs.
namespace gamekeeper::emulator {

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

// One walk for all of them: each of a thousand that reads every environment itself takes minutes.
std::set<std::string> process_containers::adopt(std::vector<adoption> all) {
  process_look look(sight_);
  std::set<std::string> found;
  for (auto& left : all)
    if (auto id = left.spec.id; adopt_one(std::move(left), look)) found.insert(std::move(id));
  return found;
}

bool process_containers::adopt_one(adoption left, process_look& look) {
  const bool known = left.pid > 0 && sight_.start_ticks_of(left.pid) == left.start_ticks;
  const auto members = look.members({left.spec.id, known ? left.pid : 0, {}, true});
  if (members.empty() && left.pid == 0) return false;
  auto& c = all_[left.spec.id];
  c.pid = first_of(look.infos(members), left);
  c.ours = false;
  c.adopted = true;
  c.start_ticks = c.pid ? sight_.start_ticks_of(c.pid).value_or(0) : 0;
  c.stop_requested = left.stopping;
  c.started_at = time_.now();
  c.spec = std::move(left.spec);
  c.alarm = time_.make_timer();
  remember(c, members);
  container_event event;
  event.what = c.pid ? container_event::kind::adopted : container_event::kind::lost;
  event.pid = c.pid ? c.pid : left.pid;
  event.start_ticks = c.start_ticks;
  event.output_at = 0;
  if (told_.on_event) told_.on_event(c.spec.id, event);
  if (c.pid == 0) {
    c.last_exit = process::exit_status{.code = 1};
    sweep(c, look);
    return true;
  }
  watch(c);
  if (c.stop_requested) ask_to_end(c, look);
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
    if (still_there(found->second)) return watch(found->second);
    look_soon(found->second);
  });
}

void process_containers::kill_everything() {
  process_look look(sight_);
  for (auto& [id, c] : all_) kill_all(c, look.members(traces_of(c)));
}

}  // namespace gamekeeper::emulator
