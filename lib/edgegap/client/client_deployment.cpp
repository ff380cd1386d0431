// What can be asked about one deployment besides its status.
#include "base/json.hpp"
#include "edgegap/client/client.hpp"

#include <boost/json.hpp>

namespace gamekeeper::edgegap {

std::optional<deployment> stop_summary(const stop_outcome& outcome) {
  const auto parsed = base::parse_json(outcome.text);
  if (!parsed) return std::nullopt;
  std::vector<std::string> problems;
  const auto* summary = base::json_reader(*parsed, problems).member("deployment_summary");
  if (!summary) return std::nullopt;
  auto known = decode_deployment(boost::json::serialize(*summary));
  if (!known) return std::nullopt;
  return std::move(known->value);
}

client::call_of<container_logs> client::logs(std::string request_id, base::time_point deadline) {
  api_call what(operation_id::container_logs);
  what.path.emplace_back("request_id", request_id);
  auto answer = co_await call(std::move(what), deadline);
  co_return decode_response<container_logs>(answer, operation_id::container_logs, request_id,
                                            decode_container_logs);
}

namespace {

base::result<std::vector<query_value>> values_of(const metrics_query& query) {
  std::vector<query_value> all;
  if (query.start_time && query.end_time && *query.end_time <= *query.start_time)
    return base::error(base::errc::invalid_input, "end_time must be later than start_time");
  if (query.start_time) all.emplace_back("start_time", format_timestamp(*query.start_time));
  if (query.end_time) all.emplace_back("end_time", format_timestamp(*query.end_time));
  if (query.step) {
    auto text = format_step(*query.step);
    if (!text) return base::error(base::errc::invalid_input, "steps must be a second at least");
    all.emplace_back("steps", std::move(*text));
  }
  if (query.raw) all.emplace_back("raw", *query.raw ? "true" : "false");
  return all;
}

}  // namespace

client::call_of<deployment_metrics> client::metrics(std::string request_id, metrics_query query,
                                                    base::time_point deadline) {
  api_call what(operation_id::deployment_metrics);
  auto values = values_of(query);
  if (!values) co_return api_error::from_failure(what.operation, values.error());
  what.path.emplace_back("request_id", request_id);
  what.query = std::move(*values);
  auto answer = co_await call(std::move(what), deadline);
  co_return decode_response<deployment_metrics>(answer, operation_id::deployment_metrics, request_id,
                                                decode_metrics);
}

}  // namespace gamekeeper::edgegap
