#include "emulator/platform/container_history.hpp"

namespace gamekeeper::emulator {

namespace {

void note_crash(deployment& d, const container_event& event) {
  auto& c = d.container;
  const bool asked_to_end = d.status == deployment_status::terminating;
  if ((event.status_known && event.status.success()) || asked_to_end) return;
  auto& crash = c.crash.emplace();
  crash.output = {c.run_from, event.output_at};
  if (event.status_known) crash.status = event.status;
  if (c.out_of_memory)
    crash.message = "OOM killed";
  else
    crash.message =
        event.status_known ? event.status.describe() : "ended unseen: an earlier emulator had started it";
}

void note_start(deployment& d, const container_event& event) {
  d.container.pid = event.pid;
  d.container.start_ticks = event.start_ticks;
  d.container.run_from = event.output_at;
  d.container.out_of_memory = false;
}

void note_end(deployment& d, const container_event& event) {
  note_crash(d, event);
  d.container.pid = 0;
  d.container.last_exit.reset();
  if (event.status_known) d.container.last_exit = event.status;
}

}  // namespace

history_event apply_event(deployment& d, const container_event& event) {
  history_event told;
  if (event.pid) told.pid = event.pid;
  told.detail = event.detail;
  switch (event.what) {
    case container_event::kind::started:
      told.event = "process_started";
      note_start(d, event);
      break;
    case container_event::kind::start_failed:
      told.event = "process_start_failed";
      break;
    case container_event::kind::exited:
      told.event = "process_exited";
      told.detail = event.status_known ? event.status.describe() : "unseen";
      note_end(d, event);
      break;
    case container_event::kind::restarting:
      told.event = "restart";
      ++d.container.restart_count;
      break;
    case container_event::kind::signalled:
      told.event = "signal_sent";
      break;
    case container_event::kind::adopted:
      told.event = "process_found";
      d.container.pid = event.pid;
      d.container.start_ticks = event.start_ticks;
      break;
    case container_event::kind::lost:
      told.event = "process_lost";
      told.detail = "it ended while no emulator ran";
      d.container.pid = 0;
      d.container.last_exit.reset();
      break;
  }
  return told;
}

}  // namespace gamekeeper::emulator
