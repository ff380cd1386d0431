#include "telemetry/metrics.hpp"

#include "base/decimal.hpp"
#include "telemetry/readable_text.hpp"

#include <algorithm>

namespace gamekeeper::telemetry {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : readable(text)) {
    if (c == '\\' || c == '"') out += '\\';
    if (c == '\n')
      out += "\\n";
    else
      out += c;
  }
  return out;
}

}  // namespace

labelled_counter::labelled_counter(std::string_view label, std::initializer_list<std::string_view> values)
    : label_(label) {
  for (auto value : values) values_.emplace(value, 0);
}

void labelled_counter::add(std::string_view value, std::uint64_t by) {
  auto found = values_.find(value);
  if (found == values_.end())
    found = values_.emplace(values_.size() < values_max ? std::string(value) : "other", 0).first;
  found->second += by;
}

histogram::histogram(std::initializer_list<double> bounds) : bounds_(bounds), counts_(bounds.size() + 1) {}

void histogram::observe(base::duration took) {
  const auto seconds = static_cast<double>(took.count()) / 1000;
  const auto bucket = std::lower_bound(bounds_.begin(), bounds_.end(), seconds) - bounds_.begin();
  ++counts_[static_cast<std::size_t>(bucket)];
  sum_ += took;
}

void metrics_text::family(std::string_view name, std::string_view type, std::string_view help) {
  name_ = name;
  text_.append("# HELP ").append(name).append(" ").append(help).append("\n");
  text_.append("# TYPE ").append(name).append(" ").append(type).append("\n");
}

void metrics_text::line(std::string_view suffix, const labels& of, double value) {
  text_.append(name_).append(suffix);
  bool first = true;
  for (const auto& [key, text] : of) {
    text_.append(first ? "{" : ",").append(key).append("=\"").append(escaped(text)).append("\"");
    first = false;
  }
  text_.append(first ? " " : "} ").append(base::decimal(value)).append("\n");
}

void metrics_text::sample(double value, const labels& of) {
  line("", of, value);
}

void metrics_text::gauge(std::string_view name, std::string_view help, double value) {
  family(name, "gauge", help);
  sample(value);
}

void metrics_text::counter(std::string_view name, std::string_view help, double value) {
  family(name, "counter", help);
  sample(value);
}

void metrics_text::counter(std::string_view name, std::string_view help, const labelled_counter& counted) {
  family(name, "counter", help);
  for (const auto& [value, count] : counted.values())
    sample(static_cast<double>(count), labels{{counted.label(), value}});
}

void metrics_text::states(std::string_view name, std::string_view help, std::string_view label,
                          std::span<const std::string_view> all, std::string_view now) {
  family(name, "gauge", help);
  for (auto each : all) sample(each == now ? 1 : 0, labels{{label, std::string(each)}});
}

void metrics_text::write(std::string_view name, std::string_view help, const histogram& measured) {
  family(name, "histogram", help);
  std::uint64_t so_far = 0;
  for (std::size_t i = 0; i < measured.counts().size(); ++i) {
    so_far += measured.counts()[i];
    const bool last = i == measured.bounds().size();
    line("_bucket", labels{{"le", last ? "+Inf" : base::decimal(measured.bounds()[i])}},
         static_cast<double>(so_far));
  }
  line("_sum", {}, measured.sum_seconds());
  line("_count", {}, static_cast<double>(so_far));
}

}  // namespace gamekeeper::telemetry
