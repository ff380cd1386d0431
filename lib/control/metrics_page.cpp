#include "control/metrics_page.hpp"

#include "telemetry/metrics.hpp"

namespace gamekeeper::control {

namespace {

using telemetry::game_usage;
using telemetry::metrics_text;
using labels = metrics_text::labels;

constexpr std::string_view presences[] = {"unknown", "none", "players"};

double seconds(base::duration value) {
  return static_cast<double>(value.count()) / 1000;
}

void life(metrics_text& out, const snapshot& seen) {
  out.family("gamekeeper_build_info", "gauge", "The agent's version.");
  out.sample(1, labels{{"version", seen.version}});
  out.gauge("gamekeeper_uptime_seconds", "Since the agent started.", seconds(seen.uptime));
  out.states("gamekeeper_phase", "The phase of the deployment's life: 1 for the one it is in.", "phase",
             phases, seen.phase);
  out.gauge("gamekeeper_phase_age_seconds", "Since that phase was entered.", seconds(seen.phase_for));
  out.gauge("gamekeeper_game_up", "Whether the game's main process runs.", seen.game.pid ? 1 : 0);
  out.gauge("gamekeeper_game_ready", "Whether the game is there for players.", seen.game.ready ? 1 : 0);
  out.gauge("gamekeeper_match_running", "Whether a match runs.", seen.match.state == "running" ? 1 : 0);
  out.gauge("gamekeeper_holds", "Leases that keep the deployment up.",
            static_cast<double>(seen.holds.size()));
  out.gauge("gamekeeper_dry_run", "Whether ends are only rehearsed.", seen.dry_run ? 1 : 0);
  if (!seen.end) return;
  out.family("gamekeeper_end_decided", "gauge", "Present once the end is decided, with its verdict.");
  out.sample(1, labels{{"verdict", seen.end->verdict}});
}

void occupancy(metrics_text& out, const snapshot& seen) {
  out.states("gamekeeper_presence", "Is anyone playing: 1 for the answer of all detectors together.",
             "presence", presences, seen.presence);
  if (seen.presence != "unknown") out.gauge("gamekeeper_players", "How many people play.", seen.players);
  out.family("gamekeeper_detector_known", "gauge", "Whether the detector knows anything now.");
  for (const auto& each : seen.detectors)
    out.sample(each.presence == "unknown" ? 0 : 1, labels{{"detector", each.name}});
  out.family("gamekeeper_detector_players", "gauge",
             "What the detector says; absent while it does not know.");
  for (const auto& each : seen.detectors)
    if (each.presence != "unknown") out.sample(each.players, labels{{"detector", each.name}});
  out.family("gamekeeper_detector_age_seconds", "gauge", "Since the detector's last reading.");
  for (const auto& each : seen.detectors)
    if (each.age) out.sample(seconds(*each.age), labels{{"detector", each.name}});
}

void doings(metrics_text& out, const snapshot& seen, const telemetry::agent_metrics& counted,
            const telemetry::event_history& events) {
  out.write("gamekeeper_platform_poll_seconds", "How long a request for the deployment's status took.",
            counted.poll_latency);
  out.counter("gamekeeper_platform_poll_errors_total", "Requests for the status that failed.",
              counted.poll_errors);
  out.counter("gamekeeper_self_stop_attempts_total", "Requests to stop this deployment.",
              seen.self_stop.attempts);
  out.counter("gamekeeper_game_restarts_total", "Times the game was started again.", seen.game.restarts);
  out.counter("gamekeeper_signals_forwarded_total", "Signals passed on to the game.",
              counted.signals_forwarded);
  out.counter("gamekeeper_orphans_reaped_total", "Processes of others that ended under the agent.",
              seen.orphans_reaped);
  out.counter("gamekeeper_events_total", "Events recorded.", counted.events);
  out.gauge("gamekeeper_event_readers", "Who follows the events now.", static_cast<double>(events.readers()));
  out.counter("gamekeeper_event_readers_dropped_total", "Followers dropped: too slow, or too many.",
              static_cast<double>(events.dropped()));
  out.counter("gamekeeper_hooks_total", "Hooks that have run, by what became of them.", counted.hooks);
}

template <class Number>
void if_known(metrics_text& out, bool counts, std::string_view name, std::string_view help,
              const std::optional<Number>& value) {
  if (!value) return;
  if (counts)
    out.counter(name, help, static_cast<double>(*value));
  else
    out.gauge(name, help, static_cast<double>(*value));
}

void game(metrics_text& out, const game_usage& used) {
  if_known(out, true, "gamekeeper_game_cpu_seconds_total", "Processor time of the game's control group.",
           used.cpu_seconds);
  if_known(out, true, "gamekeeper_game_cpu_periods_total", "Periods of the processor limit.",
           used.cpu_periods);
  if_known(out, true, "gamekeeper_game_cpu_throttled_periods_total", "Those in which the game had to wait.",
           used.cpu_throttled_periods);
  if_known(out, true, "gamekeeper_game_cpu_throttled_seconds_total", "How long it had to wait for the limit.",
           used.cpu_throttled_seconds);
  if_known(out, false, "gamekeeper_game_memory_bytes", "Memory of the game's control group.",
           used.memory_bytes);
  if_known(out, false, "gamekeeper_game_memory_peak_bytes", "The most it ever had.", used.memory_peak_bytes);
  if_known(out, false, "gamekeeper_game_memory_limit_bytes", "What it may have; absent without a limit.",
           used.memory_limit_bytes);
  if_known(out, true, "gamekeeper_game_oom_kills_total", "Processes killed for the group's memory.",
           used.out_of_memory_kills);
}

void pressure(metrics_text& out, const game_usage& used) {
  const std::pair<std::string_view, const game_usage::pressure&> all[] = {
      {"cpu", used.cpu}, {"memory", used.memory}, {"io", used.io}};
  bool begun = false;
  for (const auto& [resource, waited] : all) {
    const std::pair<std::string_view, std::optional<double>> kinds[] = {{"some", waited.some_ratio},
                                                                        {"full", waited.full_ratio}};
    for (const auto& [kind, value] : kinds) {
      if (!value) continue;
      if (!std::exchange(begun, true))
        out.family(
            "gamekeeper_game_pressure_ratio", "gauge",
            "How much of the last ten seconds some or all of the game's tasks waited for a resource (PSI).");
      out.sample(*value, labels{{"resource", std::string(resource)}, {"kind", std::string(kind)}});
    }
  }
}

void agent(metrics_text& out, const telemetry::own_usage& own) {
  out.counter("gamekeeper_agent_cpu_seconds_total", "Processor time of the agent itself.", own.cpu_seconds);
  if_known(out, false, "gamekeeper_agent_resident_memory_bytes", "Memory of the agent itself.",
           own.resident_bytes);
  if_known(out, false, "gamekeeper_agent_anonymous_memory_bytes", "The part of it that no file backs.",
           own.anonymous_bytes);
}

}  // namespace

std::string metrics_page(const snapshot& seen, const telemetry::agent_metrics& counted,
                         const telemetry::event_history& events, const telemetry::own_usage& own) {
  metrics_text out;
  life(out, seen);
  occupancy(out, seen);
  doings(out, seen, counted, events);
  if (counted.measure_game) {
    const auto used = counted.measure_game();
    game(out, used);
    pressure(out, used);
  }
  agent(out, own);
  return out.take();
}

}  // namespace gamekeeper::control
