// How each effect of the core is carried out.
#include "base/duration.hpp"
#include "gamekeeper/run/shell.hpp"
#include "process/evidence.hpp"
#include "process/exit_status.hpp"
#include "telemetry/event_types.hpp"

#include <algorithm>

namespace gamekeeper::run {

namespace events = telemetry::events;

namespace {

// "worker(17 S), saver(18 D)", the letter being the state as proc(5) has it; a burst of processes must not make a line that nobody can read.
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

void shell::carry_out(const lifecycle::decided& e) {
  self_stop_.set_decided_now();
  // First of all: from here on an agent that is killed and started again finishes the stop.
  if (e.remember) self_stop_.write_decision(core_, false);
  log_.write(is_failure(e.why) ? base::log_level::error : base::log_level::info, "the end is decided",
             {{"verdict", to_string(e.why)}, {"reason", e.reason}});
  record(events::decided(to_string(e.why), e.reason));
}

void shell::carry_out(const lifecycle::would_end& e) {
  log_.warn("dry_run: the end would be decided now", {{"verdict", to_string(e.why)}, {"reason", e.reason}});
  record(events::would_end(to_string(e.why), e.reason));
}

void shell::carry_out(const lifecycle::phase_entered& e) {
  log_.debug("phase", {{"phase", to_string(e.now_in)}});
  record(events::phase(to_string(e.now_in), to_string(std::exchange(last_phase_, e.now_in))));
  if (e.now_in == lifecycle::phase::running) record(events::ready(ready_by_));
  if (e.now_in == lifecycle::phase::draining && core_.drain.deadline)
    log_.info("draining", {{"grace", base::format_duration(*core_.drain.deadline - time_.now())}});
  if (e.now_in == lifecycle::phase::stopping) self_stop_.write_decision(core_, false);
  self_stop_.retry_write(core_);
}

void shell::carry_out(const lifecycle::start_game& e) {
  log_.info("starting the game again", {{"restart", e.restart}});
  spawn_game();
}

void shell::carry_out(const lifecycle::restart_scheduled& e) {
  log_.warn("the game will be started again", {{"after", to_string(e.why)},
                                               {"reason", e.reason},
                                               {"in", base::format_duration(e.wait)},
                                               {"restarts_left", e.left}});
  record(events::restart(to_string(e.why), e.reason, e.wait, e.left));
}

void shell::carry_out(const lifecycle::signal_game& e) {
  if (game_pid_ == 0) return;
  // That of a hang; a game that is stopped hangs and would not handle it.
  signals_.log_sent(e.number, asked_.ask_game(game_pid_, e.number, signals_.target()));
}

void shell::carry_out(const lifecycle::signal_tree& e) {
  const auto sent = asked_.ask_tree(game_pid_, e.number, signals_.target());
  if (game_pid_ != 0) signals_.log_sent(e.number, sent);
  if (e.rung)
    record(events::ladder(*e.rung, plan_.ladder.at(*e.rung).describe(), sent ? "" : sent.error().message()));
}

void shell::carry_out(const lifecycle::terminate_rest& e) {
  const auto asked = asked_.ask_rest(e.last);
  if (asked.empty()) return;
  log_.info("the time to end is nearly over: SIGTERM to what has had no signal yet",
            {{"count", asked.size()}, {"processes", named(asked)}});
}

void shell::carry_out(const lifecycle::climb& e) {
  const auto& step = plan_.ladder.at(e.rung);
  const auto said = step.describe();
  log_.info("the game is asked to end", {{"step", said}});
  asked_.count_game_as_asked(game_pid_);
  around_.take_step(step, [this, said, rung = e.rung](std::string wrong) {
    if (!wrong.empty())
      log_.warn("a step of the stop ladder did not succeed", {{"step", said}, {"what", wrong}});
    record(events::ladder(rung, said, wrong));
  });
}

void shell::carry_out(const lifecycle::collect_evidence& e) {
  log_.error("the game hangs", {{"reason", e.reason}});
  evidence_ = process::collect_evidence(host_.descendants());
  log_.error("what the kernel says of its processes", {{"evidence", evidence_}});
  for (const auto& line : around_.last_lines()) log_.info("its last lines", {{"line", line}});
  record(events::watchdog(e.reason));
}

void shell::carry_out(const lifecycle::kill_tree& e) {
  const auto killed = host_.kill_tree([this](const auto& each) { return around_.owns(each); });
  if (e.again || killed.empty()) {
    log_.debug("killing again what is left", {{"count", killed.size()}, {"processes", named(killed)}});
  } else {
    log_.warn("the time to end is over: killing what is left",
              {{"count", killed.size()}, {"processes", named(killed)}});
  }
}

void shell::carry_out(const lifecycle::tree_survived&) {
  auto left = host_.descendants();
  std::erase_if(left, [this](const auto& each) { return around_.owns(each); });
  log_.error("processes survive SIGKILL; the stop goes on without them",
             {{"count", left.size()}, {"processes", named(left)}});
}

void shell::carry_out(const lifecycle::ask_veto& e) {
  log_.info("the veto hook is asked", {{"verdict", to_string(e.why)}, {"reason", e.reason}});
  around_.ask_veto(std::string(to_string(e.why)), e.reason, [this](bool not_yet, std::string said) {
    feed(lifecycle::veto_answered{not_yet, std::move(said)});
  });
}

void shell::carry_out(const lifecycle::veto_heard& e) {
  record(events::veto(e.not_yet, e.reason, e.not_yet ? std::optional(e.again_in) : std::nullopt));
  if (e.not_yet)
    log_.info("the veto hook says: not yet",
              {{"reason", e.reason}, {"asked_again_in", base::format_duration(e.again_in)}});
  else
    log_.info("the veto hook agrees", {{"reason", e.reason}});
}

void shell::carry_out(const lifecycle::veto_overruled&) {
  log_.warn("the veto hook has put the end off as long as it may",
            {{"at_most", base::format_duration(plan_.rules.veto.max)}});
}

void shell::carry_out(const lifecycle::hold_expired& e) {
  log_.info("a hold has expired", {{"id", e.id}});
  record(events::hold_expired(e.id));
}

void shell::carry_out(const lifecycle::uptime_warning& e) {
  log_.warn("the server will be ended for its uptime", {{"in", base::format_duration(e.left)}});
  record(events::warning("uptime_limit", "the server will be ended for its uptime", e.left));
}

void shell::carry_out(const lifecycle::send_self_stop& e) {
  self_stop_.send(e.attempt, core_);
}

void shell::carry_out(const lifecycle::stop_accepted& e) {
  self_stop_.write_decision(core_, true);
  log_.info(e.gone ? "the platform knows this deployment no more; waiting for SIGTERM"
                   : "the stop is accepted; waiting for the platform's SIGTERM",
            {{"at_most", base::format_duration(plan_.rules.self_stop.linger_max)}});
}

void shell::carry_out(const lifecycle::stop_refused&) {
  log_.error(
      "the platform refuses the delete token: this deployment cannot stop itself and may stay, billed, until "
      "its time limit; it has to be stopped by hand",
      {{"request_id", plan_.request_id}});
}

void shell::carry_out(const lifecycle::retry_scheduled& e) {
  log_.info("the stop is tried again", {{"in", base::format_duration(e.wait)}});
}

void shell::carry_out(const lifecycle::platform_end_doubted& e) {
  constexpr std::string_view message =
      "the platform says that it has done with this deployment, but people play and no SIGTERM has come: the "
      "game goes on";
  log_.warn(message, {{"reason", e.reason}, {"players", core_.occupancy.players}});
  record(telemetry::events::warning("platform_end", message, std::nullopt));
}

void shell::carry_out(const lifecycle::linger_expired&) {
  log_.error("the platform accepted the stop but never sent SIGTERM; leaving",
             {{"waited", base::format_duration(plan_.rules.self_stop.linger_max)}});
}

void shell::carry_out(const lifecycle::leave& e) {
  const int code = exit_code_for(e.exit_code);
  report(code);
  record(events::ended(core_.ending.verdict ? to_string(*core_.ending.verdict) : "none", core_.ending.reason,
                       code, time_.now() - started_));
  leave_(code);
}

int shell::exit_code_for(int game_code) const {
  if (plan_.exit_decided && core_.ending.verdict && is_decided(*core_.ending.verdict))
    return *plan_.exit_decided;
  return process::remapped(game_code, plan_.exit_remap);
}

}  // namespace gamekeeper::run
