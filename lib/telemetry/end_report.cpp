#include "telemetry/end_report.hpp"

#include "base/json_text.hpp"
#include "telemetry/readable_text.hpp"

#include <boost/json.hpp>

namespace gamekeeper::telemetry {

namespace json = boost::json;

namespace {

template <class T>
json::value or_null(const std::optional<T>& value) {
  return value ? json::value(*value) : json::value(nullptr);
}

}  // namespace

std::string to_json(const end_report& report) {
  json::array lines;
  for (const auto& each : report.last_lines) lines.emplace_back(readable(each));
  const json::object whole{
      {"verdict", report.verdict},
      {"reason", readable(report.reason)},
      {"ended_at", base::iso8601(report.ended_at)},
      {"uptime_ms", report.uptime.count()},
      {"exit_code", report.exit_code},
      {"restarts", report.restarts},
      {"orphans_reaped", report.orphans_reaped},
      {"self_stop_attempts", report.self_stop_attempts},
      {"game",
       {{"exit_code", or_null(report.game_exit_code)},
        {"signal", or_null(report.game_signal)},
        {"core_dumped", report.core_dumped},
        {"out_of_memory", report.out_of_memory},
        {"peak_memory_bytes", or_null(report.peak_memory_bytes)},
        {"cpu_seconds", or_null(report.cpu_seconds)},
        {"throttled_seconds", or_null(report.throttled_seconds)}}},
      {"evidence", readable(report.evidence)},
      {"last_lines", std::move(lines)},
  };
  return base::json_text(whole) + "\n";
}

}  // namespace gamekeeper::telemetry
