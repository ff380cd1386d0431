// What the agent leaves behind about the end.
#include "base/duration.hpp"
#include "gamekeeper/run/shell.hpp"
#include "telemetry/bounded_write.hpp"
#include "telemetry/end_report.hpp"
#include "telemetry/whole_file.hpp"

namespace gamekeeper::run {

void shell::report(int exit_code) const {
  telemetry::end_report all;
  all.verdict = core_.ending.verdict ? to_string(*core_.ending.verdict) : "none";
  all.reason = core_.ending.reason;
  all.ended_at = time_.wall();
  all.uptime = time_.now() - started_;
  all.exit_code = exit_code;
  all.restarts = core_.restarts.count;
  all.orphans_reaped = orphans_reaped_;
  all.self_stop_attempts = core_.self_stop.attempts;
  if (last_end_) {
    const auto& game = *last_end_;
    all.game_exit_code = game.status.exit_code();
    if (game.status.signal) all.game_signal = game.status.signal;
    all.core_dumped = game.status.core_dumped;
    all.peak_memory_bytes = game.usage.peak_memory_bytes;
    all.cpu_seconds = std::chrono::duration<double>(game.usage.user_time + game.usage.system_time).count();
  }
  all.out_of_memory = out_of_memory_;

  const bool failed = core_.ending.verdict && is_failure(*core_.ending.verdict);
  log_.write(failed ? base::log_level::error : base::log_level::info, "ended",
             {{"verdict", all.verdict},
              {"reason", all.reason},
              {"exit_code", exit_code},
              {"game", last_end_ ? last_end_->status.describe() : "was never there"},
              {"peak_memory_mb", all.peak_memory_bytes.value_or(0) / (1024 * 1024)},
              {"cpu", base::format_duration(base::duration(
                          static_cast<base::duration::rep>(all.cpu_seconds.value_or(0) * 1000)))},
              {"restarts", all.restarts},
              {"self_stop_attempts", all.self_stop_attempts},
              {"orphans_reaped", all.orphans_reaped},
              {"uptime", base::format_duration(all.uptime)}});
  if (plan_.report_path.empty()) return;
  all.throttled_seconds = around_.throttled_seconds();
  all.evidence = evidence_;
  all.last_lines = around_.last_lines();
  const auto write = [path = plan_.report_path, text = log_.secrets().redact(to_json(all))] {
    return telemetry::replace_file(path, text);
  };
  if (const auto written = telemetry::bounded_write().run(plan_.report_path, write); !written)
    log_.error("the report of the end cannot be written", {{"what", written.error().message()}});
}

}  // namespace gamekeeper::run
