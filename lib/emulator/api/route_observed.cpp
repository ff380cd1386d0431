#include "base/duration.hpp"
#include "base/limits.hpp"
#include "emulator/api/json_answer.hpp"
#include "emulator/api/routes.hpp"
#include "emulator/model/container_output.hpp"
#include "emulator/model/platform_time.hpp"
#include "emulator/reading/query_parameters.hpp"

#include <boost/json.hpp>

namespace gamekeeper::emulator::routes {

namespace json = boost::json;
namespace limits = base::limits;

namespace {

/// MetricsModel of the v1 specification: one series. Its numbers are integers there.
class series {
 public:
  series(const std::vector<usage_point>& points, std::int64_t (*value)(const usage_point&)) {
    for (const auto& point : points) {
      labels_.emplace_back(time_of_day(point.when));
      datasets_.emplace_back(value(point));
      timestamps_.emplace_back(v1_time(point.when));
    }
  }
  json::value view() && {
    return json::object{{"labels", std::move(labels_)},
                        {"datasets", std::move(datasets_)},
                        {"timestamps", std::move(timestamps_)}};
  }

 private:
  json::array labels_, datasets_, timestamps_;
};

json::object metrics_view(const std::vector<usage_point>& points) {
  const auto of = [&points](std::int64_t (*value)(const usage_point&)) {
    return series(points, value).view();
  };
  const auto zero = [](const usage_point&) { return std::int64_t{0}; };
  json::object view;
  view["total"] =
      json::object{{"receive_total", of([](const usage_point& p) { return p.last.received_bytes; })},
                   {"transmit_total", of([](const usage_point& p) { return p.last.sent_bytes; })},
                   {"disk_read_total", of([](const usage_point& p) { return p.last.disk_read_bytes; })},
                   {"disk_write_total", of([](const usage_point& p) { return p.last.disk_written_bytes; })}};
  view["cpu"] = of([](const usage_point& p) { return p.cpu_units; });
  // Processor time is not limited here, so nothing is ever throttled.
  view["cpu_throttle_rate"] = of(zero);
  view["cpu_throttle_total"] = of(zero);
  view["mem"] = of([](const usage_point& p) { return p.memory_mb; });
  view["network"] = json::object{{"receive", of([](const usage_point& p) { return p.received_per_second; })},
                                 {"transmit", of([](const usage_point& p) { return p.sent_per_second; })}};
  return view;
}

struct metrics_range {
  base::wall_time from{};
  base::wall_time to{};
  std::optional<base::duration> step;  ///< absent: raw
};

std::optional<base::wall_time> read_time(const query_parameters& given, const std::string& name) {
  const auto text = given.text(name);
  if (!text) return std::nullopt;
  const auto when = parse_time(*text);
  if (!when) given.add_problem(name, "'" + *text + "' is no time; write 2021-07-10 00:00:00.00 (UTC)");
  return when;
}

/// Without `steps` about sixty of them, none shorter than the interval between two samples.
base::duration usual_step(base::duration range) {
  return std::max<base::duration>(limits::emulator_metrics_interval,
                                  std::chrono::ceil<std::chrono::seconds>(range / 60));
}

metrics_range read_range(const query_parameters& given, const deployment& d, base::wall_time now) {
  metrics_range range;
  range.from = read_time(given, "start_time").value_or(d.ready_at.value_or(d.created_at));
  // A sample of this very millisecond belongs to it.
  range.to = read_time(given, "end_time").value_or(d.removed_at.value_or(now) + base::duration(1));
  const bool raw = given.boolean("raw").value_or(false);
  std::optional<base::duration> step;
  if (const auto text = given.text("steps")) {
    const auto parsed = base::parse_duration(*text);
    if (!parsed)
      given.add_problem("steps", parsed.error().message());
    else
      step = *parsed;
  }
  if (!raw) range.step = step ? step : usual_step(range.to - range.from);
  return range;
}

}  // namespace

// "Logs are not available when your deployment is terminated" (API reference), but for an endpoint storage,
// which there is none of here: 404. `logs` is all output of all runs, its end when it is long; crash_logs
// that of the last run that ended badly.
net::http_response container_logs(api_call& call) {
  const auto& d = *call.subject;
  if (d.status == deployment_status::terminated)
    return message_answer(404, "the logs of '" + d.request_id + "' went with it: it has terminated");
  const auto& c = d.container;
  json::object answer{{"logs", read_output(c.log_file, {}, limits::emulator_log_bytes)},
                      {"encoding", "utf-8"}};
  answer["crash_logs"] = nullptr;
  answer["crash_data"] = nullptr;
  answer["logs_link"] = nullptr;
  if (c.crash) {
    answer["crash_logs"] = read_output(c.log_file, c.crash->output, limits::emulator_log_bytes);
    auto& data = answer["crash_data"].emplace_object();
    if (c.crash->status) data["exit_code"] = c.crash->status->exit_code();
    data["message"] = c.crash->message;
    data["restart_count"] = c.restart_count;
  }
  return json_answer(200, answer);
}

// Units, which the documents do not give: cpu as cpu_units (1024 = one processor), mem in MB, network in
// bytes per second, totals in bytes.
net::http_response deployment_metrics(api_call& call) {
  const auto& d = *call.subject;
  std::vector<problem> problems;
  const query_parameters given(call.request.query(), problems);
  const auto range = read_range(given, d, call.context.target.time().wall());
  if (!problems.empty()) return refusal(problems);
  if (range.to <= range.from) return message_answer(422, "?end_time: must be greater than start_time");
  if (range.step && (range.to - range.from) / *range.step > limits::emulator_metrics_points)
    return message_answer(422, "?steps: more than " + std::to_string(limits::emulator_metrics_points) +
                                   " steps between start_time and end_time");
  return json_answer(200, metrics_view(aggregate(d.usage.samples(), range.from, range.to, range.step)));
}

}  // namespace gamekeeper::emulator::routes
