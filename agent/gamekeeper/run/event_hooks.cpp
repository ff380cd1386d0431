#include "gamekeeper/run/event_hooks.hpp"

#include "gamekeeper/run/hook_addresses.hpp"
#include "gamekeeper/run/hook_transports.hpp"
#include "telemetry/event_types.hpp"

#include <utility>

namespace gamekeeper::run {

void event_hooks::start(const std::vector<std::string>& environment) {
  auto& events = seams_.telemetry.events;
  events.observe([&counters = seams_.telemetry.counters](const telemetry::recorded_event& event) {
    counters.events.add(event.type);
  });
  auto hooks =
      read_hook_addresses(seams_.inputs.chosen().events.hooks, seams_.inputs.environment, *seams_.inputs.log);
  if (hooks.empty()) return;
  telemetry::hook_dispatcher::seams transports;
  transports.run_command = command_transport(seams_.runner, seams_.on.tasks, environment);
  transports.call_webhook =
      webhook_transport([&network = seams_.network]() -> net::http_transport& { return network.http(); },
                        seams_.on.time, seams_.on.tasks);
  transports.tell = [this](const telemetry::hook_outcome& outcome) { report(outcome); };
  dispatcher_.emplace(seams_.on.time, seams_.on.random, std::move(hooks), std::move(transports));
  events.observe([this](const telemetry::recorded_event& event) { dispatcher_->offer(event); });
}

void event_hooks::report(const telemetry::hook_outcome& outcome) {
  seams_.telemetry.counters.hooks.add(outcome.outcome);
  if (outcome.outcome != "done")
    seams_.inputs.log->warn(
        "a hook did not succeed",
        {{"hook", outcome.name}, {"on", outcome.on}, {"outcome", outcome.outcome}, {"what", outcome.detail}});
  seams_.telemetry.events.record(telemetry::events::hook(outcome.name, outcome.on, outcome.on_seq,
                                                         outcome.outcome, outcome.attempts, outcome.detail));
}

}  // namespace gamekeeper::run
