#include "gamekeeper/run/self_stop.hpp"

#include "base/detached_call.hpp"
#include "base/duration.hpp"
#include "base/limits.hpp"
#include "telemetry/event_types.hpp"
#include "telemetry/state_file.hpp"

#include <utility>

namespace gamekeeper::run {

namespace asio = boost::asio;
namespace events = telemetry::events;

namespace {

lifecycle::stop_answer answer_of(edgegap::stop_kind kind) {
  switch (kind) {
    case edgegap::stop_kind::accepted:
      return lifecycle::stop_answer::accepted;
    case edgegap::stop_kind::already_gone:
    case edgegap::stop_kind::not_found:
      return lifecycle::stop_answer::gone;
    case edgegap::stop_kind::refused:
      return lifecycle::stop_answer::refused;
    case edgegap::stop_kind::failed:
      return lifecycle::stop_answer::failed;
  }
  return lifecycle::stop_answer::failed;
}

/// The game has to start, whatever becomes of the disk.
base::result<std::optional<telemetry::remembered>> read_state_file(const std::string& path) {
  constexpr auto patience = telemetry::bounded_write::default_patience;
  auto read = base::start_detached([path] { return telemetry::read_state(path); });
  if (read.wait_for(patience) == std::future_status::ready) return read.get();
  return base::error(
      base::errc::timed_out,
      "state file " + path + ": its file system has not answered within " + base::format_duration(patience));
}

}  // namespace

self_stop::self_stop(base::clock& time, base::logger& log, telemetry_sinks telemetry, base::task_group& tasks,
                     settings chosen, event_sink post)
    : time_(time),
      log_(log),
      telemetry_(telemetry),
      tasks_(tasks),
      settings_(std::move(chosen)),
      post_(std::move(post)) {}

std::optional<self_stop::earlier_decision> self_stop::read_earlier_decision() {
  if (!settings_.state_path || settings_.deployment.empty()) return std::nullopt;
  const auto read = read_state_file(*settings_.state_path);
  if (!read) {
    log_.error("the state file cannot be used; a stop decided earlier would be forgotten",
               {{"what", read.error().message()}});
    return std::nullopt;
  }
  const auto& earlier = *read;
  if (!earlier || earlier->request_id != settings_.deployment || !settings_.is_possible) return std::nullopt;
  const auto verdict = lifecycle::parse_verdict(earlier->verdict);
  if (!verdict)
    log_.error(
        "the state file has a verdict that this agent does not know; the stop that was decided is finished "
        "as "
        "stop_requested",
        {{"file", *settings_.state_path}, {"verdict", earlier->verdict}});

  log_.warn(
      "the stop of this deployment was decided before the agent was started again: the game is not started",
      {{"verdict", earlier->verdict},
       {"reason", earlier->reason},
       {"decided_at", base::iso8601(earlier->decided_at)},
       {"accepted", earlier->accepted}});
  decided_at_ = earlier->decided_at;
  return earlier_decision{verdict.value_or(lifecycle::verdict::stop_requested), earlier->reason,
                          earlier->game_exit_code};
}

void self_stop::write_decision(const lifecycle::state& core, bool accepted) {
  if (!settings_.state_path || settings_.deployment.empty() || !core.ending.verdict) return;
  telemetry::remembered decision;
  decision.request_id = settings_.deployment;
  decision.verdict = to_string(*core.ending.verdict);
  decision.reason = log_.secrets().redact(core.ending.reason);
  decision.decided_at = decided_at_;
  if (core.game.exit_code) decision.game_exit_code = *core.game.exit_code;
  decision.accepted = accepted;
  const auto& path = *settings_.state_path;
  const auto written = writes_.run(path, [path, decision] { return telemetry::write_state(path, decision); });
  if (!written) {
    if (!unwritten_)
      log_.error("the decision cannot be written down; an agent that is killed now would start a new game",
                 {{"what", written.error().message()}});
    unwritten_ = accepted;
  } else if (std::exchange(unwritten_, std::nullopt)) {
    log_.info("the decision is written down now", {{"file", *settings_.state_path}});
  }
}

void self_stop::retry_write(const lifecycle::state& core) {
  if (unwritten_) write_decision(core, *unwritten_);
}

void self_stop::connect(edgegap::client& platform, const lifecycle::state& core) {
  platform_ = &platform;
  if (const auto attempt = std::exchange(pending_attempt_, std::nullopt)) send(*attempt, core);
}

void self_stop::send(int attempt, const lifecycle::state& core) {
  retry_write(core);
  if (!platform_) {
    pending_attempt_ = attempt;
    return;
  }
  const bool repeated = core.phase == lifecycle::phase::lingering;
  tasks_.spawn("self-stop", run_attempt(attempt, repeated));
}

/// `repeated`: the platform has said yes before, and only its SIGTERM is missing.
asio::awaitable<void> self_stop::run_attempt(int attempt, bool repeated) {
  log_.write(repeated ? base::log_level::debug : base::log_level::info,
             "asking the platform to stop this deployment", {{"attempt", attempt}});
  telemetry_.events.record(events::self_stop_attempt(attempt));
  const auto deadline = time_.now() + base::limits::self_stop_deadline;
  const auto outcome = co_await platform_->self_stop(deadline);
  report_answer(attempt, repeated, outcome);

  lifecycle::self_stop_answered answered;
  answered.answer = answer_of(outcome.kind);
  answered.retry_after = outcome.retry_after;
  post_(answered);
}

void self_stop::report_answer(int attempt, bool repeated, const edgegap::stop_outcome& outcome) {
  const auto settled_level = repeated ? base::log_level::debug : base::log_level::info;
  log_.write(outcome.settled() ? settled_level : base::log_level::warn, "the platform's answer to the stop",
             {{"attempt", attempt},
              {"answer", edgegap::to_string(outcome.kind)},
              {"status", outcome.status},
              {"message", outcome.message}});
  telemetry_.events.record(
      events::self_stop_answer(attempt, edgegap::to_string(outcome.kind), outcome.status, outcome.message));
}

}  // namespace gamekeeper::run
