#include "gamekeeper/run/exit_report.hpp"

#include "base/duration.hpp"
#include "telemetry/bounded_write.hpp"
#include "telemetry/end_report.hpp"
#include "telemetry/event_types.hpp"
#include "telemetry/whole_file.hpp"

#include <chrono>

namespace gamekeeper::run {

namespace {

telemetry::end_report summarize(const lifecycle::state& core, const game_process& game) {
  telemetry::end_report report;
  report.verdict = core.ending.verdict ? to_string(*core.ending.verdict) : "none";
  report.reason = core.ending.reason;
  report.restarts = core.restarts.count;
  report.orphans_reaped = game.orphans_reaped();
  report.self_stop_attempts = core.self_stop.attempts;
  if (const auto& last = game.last_exit()) {
    const auto& status = last->process.status;
    const auto& usage = last->process.usage;
    report.game_exit_code = status.exit_code();
    if (status.signal) report.game_signal = status.signal;
    report.core_dumped = status.core_dumped;
    report.peak_memory_bytes = usage.peak_memory_bytes;
    report.cpu_seconds = std::chrono::duration<double>(usage.user_time + usage.system_time).count();
    report.out_of_memory = last->out_of_memory;
  }
  return report;
}

void log_end(base::logger& log, const telemetry::end_report& report, bool is_failure,
             const std::string& game) {
  log.write(is_failure ? base::log_level::error : base::log_level::info, "ended",
            {{"verdict", report.verdict},
             {"reason", report.reason},
             {"exit_code", report.exit_code},
             {"game", game},
             {"peak_memory_mb", report.peak_memory_bytes.value_or(0) / (1024 * 1024)},
             {"cpu", base::format_duration(base::duration(
                         static_cast<base::duration::rep>(report.cpu_seconds.value_or(0) * 1000)))},
             {"restarts", report.restarts},
             {"self_stop_attempts", report.self_stop_attempts},
             {"orphans_reaped", report.orphans_reaped},
             {"uptime", base::format_duration(report.uptime)}});
}

}  // namespace

void exit_report::write(int exit_code) const {
  auto report = summarize(core, game);
  report.ended_at = time.wall();
  report.uptime = time.now() - core.started_at;
  report.exit_code = exit_code;
  const bool has_failed = core.ending.verdict && is_failure(*core.ending.verdict);
  const auto& last = game.last_exit();
  log_end(log, report, has_failed, last ? last->process.status.describe() : "was never there");
  if (!path.empty()) {
    report.throttled_seconds = io.throttled_seconds();
    report.evidence = game.evidence();
    report.last_lines = io.last_lines();
    const auto write = [path = path, text = log.secrets().redact(to_json(report))] {
      return telemetry::replace_file(path, text);
    };
    if (const auto written = telemetry::bounded_write().run(path, write); !written)
      log.error("the report of the end cannot be written", {{"what", written.error().message()}});
  }
  telemetry.events.record(telemetry::events::ended(report.verdict, report.reason, exit_code, report.uptime));
}

}  // namespace gamekeeper::run
