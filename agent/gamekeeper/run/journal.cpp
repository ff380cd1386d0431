#include "gamekeeper/run/journal.hpp"

#include "base/duration.hpp"
#include "telemetry/event_types.hpp"

#include <algorithm>

namespace gamekeeper::run {

namespace events = telemetry::events;

namespace {

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const auto& word : words) all.append(all.empty() ? "" : " ").append(word);
  return all;
}

// "worker(17 S), saver(18 D)", the letter being the state as proc(5) has it; a burst of processes must not make a line
// that nobody can read.
std::string named(const std::vector<process::process_info>& processes) {
  constexpr std::size_t shown = 12;
  std::string all;
  for (std::size_t i = 0; i < std::min(processes.size(), shown); ++i)
    all.append(all.empty() ? "" : ", ")
        .append(processes[i].name)
        .append("(")
        .append(std::to_string(processes[i].pid))
        .append(" ")
        .append(1, processes[i].state)
        .append(")");
  if (processes.size() > shown)
    all.append(" and ").append(std::to_string(processes.size() - shown)).append(" more");
  return all;
}

}  // namespace

void journal::end_decided(const lifecycle::decided& end) {
  log_.write(is_failure(end.why) ? base::log_level::error : base::log_level::info, "the end is decided",
             {{"verdict", to_string(end.why)}, {"reason", end.reason}});
  record(events::decided(to_string(end.why), end.reason));
}

void journal::phase_entered(lifecycle::phase entered, const lifecycle::state& core) {
  log_.debug("phase", {{"phase", to_string(entered)}});
  record(events::phase(to_string(entered), to_string(std::exchange(phase_, entered))));
  if (entered == lifecycle::phase::running) record(events::ready(ready_by_));
  if (entered == lifecycle::phase::draining && core.drain.deadline)
    log_.info("draining", {{"grace", base::format_duration(*core.drain.deadline - time_.now())}});
}

void journal::announced(const lifecycle::announcement& announcement, const lifecycle::state& core) {
  std::visit([this, &core](const auto& e) { announce(e, core); }, announcement);
}

void journal::announce(const lifecycle::would_end& e, const lifecycle::state&) {
  log_.warn("dry_run: the end would be decided now", {{"verdict", to_string(e.why)}, {"reason", e.reason}});
  record(events::would_end(to_string(e.why), e.reason));
}

void journal::announce(const lifecycle::uptime_warning& e, const lifecycle::state&) {
  log_.warn("the server will be ended for its uptime", {{"in", base::format_duration(e.left)}});
  record(events::warning("uptime_limit", "the server will be ended for its uptime", e.left));
}

void journal::announce(const lifecycle::hold_expired& e, const lifecycle::state&) {
  log_.info("a hold has expired", {{"id", e.id}});
  record(events::hold_expired(e.id));
}

void journal::announce(const lifecycle::veto_heard& e, const lifecycle::state&) {
  record(events::veto(e.not_yet, e.reason, e.not_yet ? std::optional(e.again_in) : std::nullopt));
  if (e.not_yet)
    log_.info("the veto hook says: not yet",
              {{"reason", e.reason}, {"asked_again_in", base::format_duration(e.again_in)}});
  else
    log_.info("the veto hook agrees", {{"reason", e.reason}});
}

void journal::announce(const lifecycle::veto_overruled&, const lifecycle::state& core) {
  log_.warn("the veto hook has put the end off as long as it may",
            {{"at_most", base::format_duration(core.rules.veto.max)}});
}

void journal::announce(const lifecycle::platform_end_doubted& e, const lifecycle::state& core) {
  constexpr std::string_view message =
      "the platform says that it has done with this deployment, but people play and no SIGTERM has come: the "
      "game goes on";
  log_.warn(message, {{"reason", e.reason}, {"players", core.occupancy.players}});
  record(events::warning("platform_end", message, std::nullopt));
}

void journal::announce(const lifecycle::restart_scheduled& e, const lifecycle::state&) {
  log_.warn("the game will be started again", {{"after", to_string(e.why)},
                                               {"reason", e.reason},
                                               {"in", base::format_duration(e.wait)},
                                               {"restarts_left", e.left}});
  record(events::restart(to_string(e.why), e.reason, e.wait, e.left));
}

void journal::announce(const lifecycle::retry_scheduled& e, const lifecycle::state&) {
  log_.info("the stop is tried again", {{"in", base::format_duration(e.wait)}});
}

void journal::announce(const lifecycle::stop_refused&, const lifecycle::state&) {
  log_.error(
      "the platform refuses the delete token: this deployment cannot stop itself and may stay, billed, until "
      "its time limit; it has to be stopped by hand",
      {{"request_id", request_id_}});
}

void journal::announce(const lifecycle::linger_expired&, const lifecycle::state& core) {
  log_.error("the platform accepted the stop but never sent SIGTERM; leaving",
             {{"waited", base::format_duration(core.rules.self_stop.linger_max)}});
}

void journal::stop_accepted(bool is_gone, base::duration linger_max) {
  log_.info(is_gone ? "the platform knows this deployment no more; waiting for SIGTERM"
                    : "the stop is accepted; waiting for the platform's SIGTERM",
            {{"at_most", base::format_duration(linger_max)}});
}

void journal::agent_paused(base::duration gap) {
  log_.warn(
      "the agent stood still (a frozen container, a stopped process, a starved machine): no deadline about "
      "others ran meanwhile",
      {{"for", base::format_duration(gap)}});
}

void journal::game_starting_again(int restart) {
  log_.info("starting the game again", {{"restart", restart}});
}

void journal::game_started(pid_t game, const std::vector<std::string>& command, int restart) {
  log_.info("game started", {{"pid", game}, {"command", joined(command)}});
  record(events::game_started(game, restart));
}

void journal::game_not_started(const process::spawn_failure& failure) {
  log_.error("the game cannot be started", {{"what", failure.message}, {"exit_code", failure.exit_code}});
}

void journal::game_ready(std::string by) {
  log_.info("the game is ready", {{"by", by}});
  ready_by_ = std::move(by);
}

void journal::game_ended(const process::process_ended& ended, std::string_view description,
                         bool out_of_memory) {
  log_.info("game ended", {{"pid", ended.pid}, {"how", description}});
  const auto signal = ended.status.signal ? std::optional(ended.status.signal) : std::nullopt;
  record(events::game_ended(ended.status.exit_code(), signal, description, out_of_memory));
}

void journal::game_hangs(const std::string& reason, const std::string& evidence,
                         const std::vector<std::string>& last_lines) {
  log_.error("the game hangs", {{"reason", reason}});
  log_.error("what the kernel says of its processes", {{"evidence", evidence}});
  for (const auto& line : last_lines) log_.info("its last lines", {{"line", line}});
  record(events::watchdog(reason));
}

void journal::watchdog_set(base::duration timeout) {
  log_.info("the game sets its watchdog", {{"time", base::format_duration(timeout)}});
}

void journal::status_text(const std::string& text) {
  log_.info("the game says", {{"status", text}});
}

void journal::time_extended(base::duration by) {
  log_.info("more time is asked for", {{"by", base::format_duration(by)}});
  record(events::extended(by));
}

void journal::extension_refused(const base::error& reason) {
  log_.debug("no time to extend", {{"what", reason.message()}});
}

void journal::hook_ended(const process::process_ended& ended) {
  log_.debug("hook ended", {{"pid", ended.pid}, {"how", ended.status.describe()}});
}

void journal::orphan_reaped(const process::process_ended& ended) {
  log_.debug("orphan reaped", {{"pid", ended.pid}, {"how", ended.status.describe()}});
}

void journal::memory_kill(std::uint64_t kills) {
  constexpr std::string_view message = "the kernel has killed a process of this container for memory";
  log_.warn(message, {{"processes_killed", kills}});
  record(events::warning("memory_kill", message, std::nullopt));
}

void journal::ladder_signal_sent(std::size_t step, std::string_view description, std::string_view failure) {
  record(events::ladder(step, description, failure));
}

void journal::ladder_step_begun(std::string_view description) {
  log_.info("the game is asked to end", {{"step", description}});
}

void journal::ladder_step_done(std::size_t step, std::string_view description, std::string_view failure) {
  if (!failure.empty())
    log_.warn("a step of the stop ladder did not succeed", {{"step", description}, {"what", failure}});
  record(events::ladder(step, description, failure));
}

void journal::rest_terminated(const std::vector<process::process_info>& processes) {
  log_.info("the time to end is nearly over: SIGTERM to what has had no signal yet",
            {{"count", processes.size()}, {"processes", named(processes)}});
}

void journal::tree_killed(const std::vector<process::process_info>& processes, bool again) {
  if (again || processes.empty()) {
    log_.debug("killing again what is left", {{"count", processes.size()}, {"processes", named(processes)}});
  } else {
    log_.warn("the time to end is over: killing what is left",
              {{"count", processes.size()}, {"processes", named(processes)}});
  }
}

void journal::processes_survived(const std::vector<process::process_info>& processes) {
  log_.error("processes survive SIGKILL; the stop goes on without them",
             {{"count", processes.size()}, {"processes", named(processes)}});
}

void journal::veto_asked(const lifecycle::ask_veto& question) {
  log_.info("the veto hook is asked", {{"verdict", to_string(question.why)}, {"reason", question.reason}});
}

void journal::recheck_asked() {
  log_.debug("the platform is asked once more before an idle server is ended");
}

void journal::platform_status_changed(std::string_view status, std::string_view text,
                                      std::string_view previous) {
  record(events::platform_status(status, previous));
  log_.info("the platform's status of this deployment changed", {{"status", text}});
}

void journal::match_started(const std::string& id, const std::string& metadata) {
  log_.info("match started", {{"id", id}});
  record(events::match_started(
      id, metadata.empty() ? std::nullopt : std::optional(telemetry::json_text{metadata})));
}

void journal::match_ended(const std::string& id, const std::string& reason, base::duration lasted) {
  log_.info("match ended", {{"id", id}, {"reason", reason}});
  record(events::match_ended(id, reason, lasted));
}

void journal::hold_placed(const std::string& id, const std::string& reason, base::duration lasts,
                          bool is_renewed) {
  log_.info(is_renewed ? "hold renewed" : "hold placed",
            {{"id", id}, {"reason", reason}, {"for", base::format_duration(lasts)}});
  record(is_renewed ? events::hold_renewed(id, reason, lasts) : events::hold_placed(id, reason, lasts));
}

void journal::hold_released(const std::string& id) {
  log_.info("hold released", {{"id", id}});
  record(events::hold_released(id));
}

void journal::drain_requested(const std::string& reason, base::duration within) {
  log_.info("the server ends as soon as nobody plays",
            {{"reason", reason}, {"within", base::format_duration(within)}});
  record(events::asked("drain", reason));
}

void journal::stop_requested(const std::string& reason) {
  record(events::asked("stop", reason));
}

void journal::restart_requested(const std::string& reason) {
  record(events::asked("restart", reason));
}

void journal::signal_requested(const std::string& name) {
  log_.info("signal for the game, asked for over the local API", {{"signal", name}});
  record(events::asked("signal " + name, ""));
  telemetry_.counters.signals_forwarded.add(name);
}

void journal::log_level_changed(base::log_level level) {
  log_.set_level(level);
  record(events::asked("log level " + std::string(base::to_string(level)), ""));
}

}  // namespace gamekeeper::run
