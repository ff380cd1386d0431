#include "edgegap/messages/metrics.hpp"

#include "base/limits.hpp"
#include "edgegap/messages/answer_reader.hpp"
#include "edgegap/messages/timestamp.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace gamekeeper::edgegap {

namespace {

namespace json = boost::json;

const json::array* array_of(const answer_reader& from, std::string_view key) {
  const auto* value = from->member(key);
  if (!value) return nullptr;
  if (const auto* array = value->if_array()) return array;
  from->problem(key, "expected an array, found " + std::string(base::kind_of(*value)));
  return nullptr;
}

std::size_t length(const json::array* array) {
  return array ? std::min(array->size(), base::limits::metric_points) : 0;
}

// One remark per list: a thousand wrong points are one mistake.
template <class Take>
void fill(const answer_reader& from, std::string_view key, std::string_view expected,
          const json::array* array, Take take) {
  for (std::size_t i = 0; i < length(array); ++i) {
    if ((*array)[i].is_null() || take(i, (*array)[i])) continue;
    from->problem(key, "element " + std::to_string(i) + ": expected " + std::string(expected));
    return;
  }
}

bool take_value(const json::value& element, std::optional<double>& into) {
  if (element.is_number()) {
    into = element.to_number<double>();
    return true;
  }
  const auto* text = element.if_string();
  if (!text || text->empty()) return false;
  char* end = nullptr;
  const double value = std::strtod(text->c_str(), &end);
  if (end != text->data() + text->size()) return false;
  into = value;
  return true;
}

metric_series read_series(const answer_reader& from, std::string_view key) {
  const auto series = from.object(key);
  if (!series) return {};
  const auto* labels = array_of(*series, "labels");
  const auto* values = array_of(*series, "datasets");
  const auto* times = array_of(*series, "timestamps");
  metric_series points(std::max({length(labels), length(values), length(times)}));
  fill(*series, "labels", "a string", labels, [&points](std::size_t i, const json::value& element) {
    if (const auto* text = element.if_string()) points[i].label = *text;
    return element.is_string();
  });
  fill(*series, "datasets", "a number", values,
       [&points](std::size_t i, const json::value& element) { return take_value(element, points[i].value); });
  fill(*series, "timestamps", "YYYY-MM-DD HH:MM:SS", times,
       [&points](std::size_t i, const json::value& element) {
         if (const auto* text = element.if_string()) points[i].timestamp = parse_timestamp(*text);
         return points[i].timestamp.has_value();
       });
  return points;
}

deployment_metrics read(const answer_reader& from) {
  deployment_metrics got;
  got.cpu = read_series(from, "cpu");
  got.memory = read_series(from, "mem");
  got.cpu_throttle_rate = read_series(from, "cpu_throttle_rate");
  got.cpu_throttle_total = read_series(from, "cpu_throttle_total");
  if (const auto network = from.object("network")) {
    got.network_receive = read_series(*network, "receive");
    got.network_transmit = read_series(*network, "transmit");
  }
  if (const auto total = from.object("total")) {
    got.receive_total = read_series(*total, "receive_total");
    got.transmit_total = read_series(*total, "transmit_total");
    got.disk_read_total = read_series(*total, "disk_read_total");
    got.disk_write_total = read_series(*total, "disk_write_total");
  }
  return got;
}

}  // namespace

std::optional<std::string> format_step(std::chrono::seconds step) {
  const auto seconds = step.count();
  if (seconds <= 0) return std::nullopt;
  if (seconds % 3600 == 0) return std::to_string(seconds / 3600) + "h";
  if (seconds % 60 == 0) return std::to_string(seconds / 60) + "m";
  return std::to_string(seconds) + "s";
}

base::result<std::vector<query_value>> encode(const metrics_query& query) {
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

base::result<decoded_response<deployment_metrics>> decode_metrics(std::string_view text) {
  return decode_answer<deployment_metrics>(text, "a deployment's metrics", read);
}

}  // namespace gamekeeper::edgegap
