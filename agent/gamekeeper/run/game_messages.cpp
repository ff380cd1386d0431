#include "gamekeeper/run/game_messages.hpp"

#include <utility>

namespace gamekeeper::run {

game_messages::game_messages(const lifecycle::state& core, journal& journal, event_sink post,
                             reading_sink record)
    : core_(core), journal_(journal), post_(std::move(post)), record_(std::move(record)) {}

void game_messages::on_ready(std::string by) {
  if (core_.phase != lifecycle::phase::starting) return;
  journal_.game_ready(std::move(by));
  post_(lifecycle::game_ready{});
}

void game_messages::on_heartbeat() {
  if (core_.watchdog.timeout) post_(lifecycle::heartbeat{});
}

void game_messages::on_watchdog_set(base::duration timeout) {
  journal_.watchdog_set(timeout);
  post_(lifecycle::watchdog_set{timeout});
}

void game_messages::on_watchdog_triggered() {
  post_(lifecycle::watchdog_triggered{});
}

void game_messages::on_extension(base::duration by) {
  if (const auto extended = extend(by); !extended) journal_.extension_refused(extended.error());
}

base::result<void> game_messages::extend(base::duration by) {
  const bool has_deadline =
      (core_.phase == lifecycle::phase::starting && core_.readiness.deadline) || core_.drain.deadline;
  if (!has_deadline)
    return base::error(base::errc::busy,
                       "there is no deadline to extend: the agent is " + std::string(to_string(core_.phase)));
  journal_.time_extended(by);
  post_(lifecycle::extension_requested{by});
  return {};
}

}  // namespace gamekeeper::run
