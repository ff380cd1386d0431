#include "emulator/runtime/process_containers.hpp"

#include "base/duration.hpp"
#include "base/limits.hpp"
#include "emulator/runtime/container_streams.hpp"
#include "emulator/runtime/first_process.hpp"
#include "process/signals.hpp"

#include <signal.h>

#include <algorithm>
#include <utility>

namespace gamekeeper::emulator {

namespace limits = base::limits;

process_containers::process_containers(base::clock& time, process::process_host& host, process_view view,
                                       base::logger& log)
    : time_(time),
      host_(host),
      view_(std::move(view)),
      log_(log),
      round_(time.make_timer()),
      forget_(time.make_timer()) {
  host_.start({[this](const process::process_ended& ended) { on_ended(ended); },
               [this] { on_ended_together(); }, [this] { on_ended_together(); }});
}

process_containers::~process_containers() = default;

base::result<void> process_containers::run(container_spec spec) {
  auto& c = all_[spec.id];
  c.spec = std::move(spec);
  c.alarm = time_.make_timer();
  const auto started = start_process(c);
  if (!started) {
    const auto id = c.spec.id;
    all_.erase(id);
  }
  return started;
}

base::result<void> process_containers::start_process(container& c) {
  const auto streams = open_streams(c.spec.log_file);
  if (!streams) return streams.error();
  process::spawn_spec wanted;
  wanted.command = c.spec.command;
  wanted.environment = c.spec.environment;
  wanted.output_fd = streams->output.get();
  wanted.input_fd = streams->input.get();
  const auto pid = host_.spawn(wanted);
  if (!pid) {
    c.last_exit = process::exit_status{.code = pid.error().exit_code};
    tell(c, container_event::kind::start_failed, 0, pid.error().message);
    return base::error(base::errc::not_found, pid.error().message);
  }
  c.pid = *pid;
  c.ours = true;
  c.start_ticks = view_.start_ticks_of(*pid).value_or(0);
  c.now = phase::running;
  c.started_at = time_.now();
  c.killed.clear();
  c.seen.clear();
  container_event event;
  event.what = container_event::kind::started;
  event.pid = c.pid;
  event.start_ticks = c.start_ticks;
  event.output_at = streams->begin;
  if (told_.on_event) told_.on_event(c.spec.id, event);
  return {};
}

void process_containers::stop(const std::string& id) {
  const auto found = all_.find(id);
  if (found == all_.end() || found->second.stop_requested) return;
  auto& c = found->second;
  c.stop_requested = true;
  if (c.now != phase::running && c.now != phase::waiting_to_restart) return;
  auto& look = look_of_this_turn();
  // Between two runs nothing is left to be asked, and what is left of the last run is swept already.
  if (c.now == phase::waiting_to_restart) return sweep(c, look);
  ask_to_end(c, look);
}

// The number of a process that is not our child may be somebody else's by now, and its group's with it.
process_traces process_containers::traces_of(const container& c) const {
  return {c.spec.id, c.ours || still_there(c) ? c.pid : 0, c.seen, c.adopted};
}

void process_containers::remember(container& c, const std::vector<pid_t>& members) {
  for (const auto pid : members)
    if (const auto start_ticks = view_.start_ticks_of(pid)) c.seen.insert_or_assign(pid, *start_ticks);
}

void process_containers::ask_to_end(container& c, process_look& look) {
  const auto& id = c.spec.id;
  c.now = phase::terminating;
  remember(c, look.members(traces_of(c)));
  if (!c.ours && !still_there(c)) return first_process_gone(c, nullptr, look);
  if (const auto sent = host_.signal_process(c.pid, SIGTERM); sent)
    tell(c, container_event::kind::signalled, c.pid, process::signal_name(SIGTERM));
  else
    log_.warn("SIGTERM could not be sent", {{"deployment", id}, {"error", sent.error().message()}});
  sweep_later(c, time_.now() + c.spec.termination_grace);
}

// A thousand that are stopped by one request are looked at once, and not each by itself.
process_look& process_containers::look_of_this_turn() {
  if (!turn_) {
    turn_.emplace(view_);
    forget_->arm(time_.now(), [this] { turn_.reset(); });
  }
  return *turn_;
}

void process_containers::on_ended(const process::process_ended& ended) {
  for (auto& [id, c] : all_) {
    if (c.pid != ended.pid || c.pid == 0) continue;
    ended_.emplace_back(id, ended.status);
    return;
  }
  // An orphan. It may have been the last that a sweep waits for; the next look comes soon enough.
}

void process_containers::on_ended_together() {
  const auto together = std::exchange(ended_, {});
  if (together.empty()) return;
  process_look look(view_);
  for (const auto& [id, status] : together)
    if (const auto found = all_.find(id); found != all_.end())
      first_process_gone(found->second, &status, look);
}

void process_containers::look_soon(const container& c) {
  due_.insert(c.spec.id);
  round_->arm(time_.now(), [this] { look_at_the_due(); });
}

void process_containers::look_at_the_due() {
  process_look look(view_);
  for (const auto& id : std::exchange(due_, {})) {
    const auto found = all_.find(id);
    if (found == all_.end()) continue;
    auto& c = found->second;
    if (c.pid != 0 && !c.ours && !still_there(c))
      first_process_gone(c, nullptr, look);
    else if (c.now == phase::terminating || c.now == phase::sweeping)
      sweep(c, look);
  }
}

// Without a status nobody saw the end: for the restart policy that is a failure.
void process_containers::first_process_gone(container& c, const process::exit_status* status,
                                            process_look& look) {
  c.last_exit = status ? *status : process::exit_status{.code = 1};
  container_event event;
  event.what = container_event::kind::exited;
  event.pid = c.pid;
  event.status = c.last_exit;
  event.status_known = status != nullptr;
  event.output_at = length_of(c.spec.log_file);
  if (told_.on_event) told_.on_event(c.spec.id, event);
  // The group of our child keeps the number as long as it has members, so `seen` remembers them by it: the pid is
  // free now. One that was not our child may have ended long ago, and its number may lead another's group.
  if (c.ours) remember(c, look.group(c.pid));
  c.pid = 0;
  c.watch.reset();
  sweep(c, look);
}

// SIGKILL to everything that is left, and another look a moment later, until a look finds nothing.
void process_containers::sweep(container& c, process_look& look) {
  c.now = phase::sweeping;
  const auto members = look.members(traces_of(c));
  if (members.empty() && c.pid == 0) return swept(c);
  kill_all(c, members);
  sweep_later(c, time_.now() + limits::emulator_sweep_interval);
}

void process_containers::sweep_later(container& c, base::time_point when) {
  c.alarm->arm(when, [this, &c] { look_soon(c); });
}

void process_containers::kill(const std::string& id) {
  const auto found = all_.find(id);
  if (found == all_.end() || found->second.now != phase::running) return;
  auto& c = found->second;
  kill_all(c, look_of_this_turn().members(traces_of(c)));
}

void process_containers::kill_all(container& c, const std::vector<pid_t>& members) {
  remember(c, members);
  for (const auto pid : members) {
    if (!host_.signal_process(pid, SIGKILL)) continue;  // it has ended since the look
    if (c.killed.insert(pid).second)
      tell(c, container_event::kind::signalled, pid, process::signal_name(SIGKILL));
  }
}

void process_containers::swept(container& c) {
  const bool again = c.spec.restart == restart_policy::always ||
                     (c.spec.restart == restart_policy::on_failure && !c.last_exit.success());
  if (c.stop_requested || !again) return gone(c);
  restart_later(c);
}

void process_containers::restart_later(container& c) {
  if (time_.now() - c.started_at >= limits::emulator_restart_settled) c.quick_ends = 0;
  auto wait = limits::emulator_restart_first;
  for (int i = 0; i < c.quick_ends && wait < limits::emulator_restart_max; ++i) wait *= 2;
  wait = std::min(wait, limits::emulator_restart_max);
  ++c.quick_ends;
  c.now = phase::waiting_to_restart;
  tell(c, container_event::kind::restarting, 0, base::format_duration(wait));
  c.alarm->arm(time_.now() + wait, [this, id = c.spec.id] { restart_now(id); });
}

void process_containers::restart_now(const std::string& id) {
  auto& c = all_.at(id);
  // A program that has vanished meanwhile counts as a run that ended with the shell's code for that.
  if (!start_process(c)) swept(c);
}

void process_containers::gone(container& c) {
  const auto id = c.spec.id;
  all_.erase(id);
  if (told_.on_gone) told_.on_gone(id);
}

void process_containers::tell(const container& c, container_event::kind what, pid_t pid, std::string detail) {
  container_event event;
  event.what = what;
  event.pid = pid;
  event.detail = std::move(detail);
  if (told_.on_event) told_.on_event(c.spec.id, event);
}

// The processes of an emulator that was killed are nobody's children that we could wait for, so they are looked at
// again and again; pid and start time together name a process for as long as the machine runs.

// One walk for all of them: each of a thousand that reads every environment itself takes minutes.
std::set<std::string> process_containers::adopt(std::vector<orphaned_container> all) {
  process_look look(view_);
  std::set<std::string> found;
  for (auto& left : all)
    if (auto id = left.spec.id; adopt_one(std::move(left), look)) found.insert(std::move(id));
  return found;
}

bool process_containers::adopt_one(orphaned_container left, process_look& look) {
  const bool known = left.pid > 0 && view_.start_ticks_of(left.pid) == left.start_ticks;
  const auto members = look.members({left.spec.id, known ? left.pid : 0, {}, true});
  if (members.empty() && left.pid == 0) return false;
  auto& c = all_[left.spec.id];
  c.pid = find_first_process(look.infos(members), left);
  c.ours = false;
  c.adopted = true;
  c.start_ticks = c.pid ? view_.start_ticks_of(c.pid).value_or(0) : 0;
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
  return view_.start_ticks_of(c.pid) == c.start_ticks;
}

void process_containers::watch(container& c) {
  c.watch = time_.make_timer();
  c.watch->arm(time_.now() + limits::emulator_adopted_poll, [this, id = c.spec.id] {
    const auto found = all_.find(id);
    if (found == all_.end() || found->second.pid == 0) return;
    if (still_there(found->second)) return watch(found->second);
    look_soon(found->second);
  });
}

void process_containers::kill_everything() {
  process_look look(view_);
  for (auto& [id, c] : all_) kill_all(c, look.members(traces_of(c)));
}

}  // namespace gamekeeper::emulator
