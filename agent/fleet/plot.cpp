#include "fleet/plot.hpp"

#include "base/terminal_text.hpp"
#include "edgegap/messages/timestamp.hpp"
#include "fleet/text_width.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <optional>

namespace gamekeeper::fleet {

namespace {

using edgegap::metric_series;

constexpr std::size_t dots_across = 2, dots_down = 4;  // of one braille character

std::string printed(const char* form, double value) {
  char text[64];
  std::snprintf(text, sizeof text, form, value);
  return text;
}

/// The series as `count` values, each the mean of its share of the points.
std::vector<std::optional<double>> sampled(const metric_series& series, std::size_t count) {
  if (series.size() < count) count = series.size();
  std::vector<std::optional<double>> all(count);
  for (std::size_t i = 0; i < count; ++i) {
    double sum = 0;
    int known = 0;
    for (auto at = i * series.size() / count; at < (i + 1) * series.size() / count; ++at) {
      if (!series[at].value) continue;
      sum += *series[at].value;
      ++known;
    }
    if (known > 0) all[i] = sum / known;
  }
  return all;
}

/// Dots in braille characters, dot (0, 0) at the bottom left.
class canvas {
 public:
  canvas(std::size_t columns, std::size_t rows) : columns_(columns), rows_(rows), cells_(columns * rows) {}
  void dot(std::size_t x, std::size_t y) {
    // Unicode numbers the dots down the left side, down the right, and then the fourth of each.
    constexpr std::array<std::array<unsigned, dots_down>, dots_across> bits{
        {{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}};
    const auto down = rows_ * dots_down - 1 - y;
    cells_[down / dots_down * columns_ + x / dots_across] |= bits[x % dots_across][down % dots_down];
  }
  std::string row(std::size_t which) const {
    std::string text;
    for (std::size_t i = 0; i < columns_; ++i) {
      const unsigned code = 0x2800 + cells_[which * columns_ + i];
      text += static_cast<char>(0xE0 | (code >> 12));
      text += static_cast<char>(0x80 | ((code >> 6) & 0x3F));
      text += static_cast<char>(0x80 | (code & 0x3F));
    }
    return text;
  }

 private:
  std::size_t columns_, rows_;
  std::vector<unsigned> cells_;
};

struct range {
  double least;
  double most;
};

std::optional<range> range_of(const std::vector<std::optional<double>>& values) {
  std::optional<range> found;
  for (const auto& each : values) {
    if (!each || !std::isfinite(*each)) continue;
    if (!found) found = range{*each, *each};
    found->least = std::min(found->least, *each);
    found->most = std::max(found->most, *each);
  }
  // From zero, so that noise does not look like a storm.
  if (found) found->least = std::min(0.0, found->least);
  return found;
}

bool flat(const metric_series& series) {
  const auto first =
      std::find_if(series.begin(), series.end(), [](const auto& point) { return point.value.has_value(); });
  return std::all_of(first, series.end(),
                     [first](const auto& point) { return !point.value || point.value == first->value; });
}

canvas draw(const std::vector<std::optional<double>>& values, const range& span, std::size_t columns,
            std::size_t rows) {
  canvas picture(columns, rows);
  const auto top = rows * dots_down - 1;
  const auto across = columns * dots_across;
  const double height = span.most - span.least;
  bool joined = false;  // a jump from one value to the next, or a steep curve would be loose dots
  std::size_t before = 0;
  for (std::size_t x = 0; x < across; ++x) {
    const auto& value = values[x * values.size() / across];
    if (!value || !std::isfinite(*value)) {
      joined = false;
      continue;
    }
    const auto y =
        height > 0
            ? static_cast<std::size_t>(std::lround((*value - span.least) / height * static_cast<double>(top)))
            : 0;
    const auto from = joined ? before : y;
    for (auto dot = std::min(from, y); dot <= std::max(from, y); ++dot) picture.dot(x, dot);
    before = y;
    joined = true;
  }
  return picture;
}

std::string label_of(const edgegap::metric_point& point) {
  if (!point.label.empty()) return base::terminal_text(point.label);
  return point.timestamp ? edgegap::format_timestamp(*point.timestamp).substr(11, 8) : "";
}

std::string right_aligned(std::string_view text, std::size_t width) {
  const auto used = text_width(text);
  return std::string(used < width ? width - used : 0, ' ').append(text);
}

std::string quote(const std::string& field) {
  if (field.find_first_of(",\"\r\n") == std::string::npos) return field;
  std::string text = "\"";
  for (const char c : field) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  return text + "\"";
}

}  // namespace

std::string short_number(double value) {
  constexpr std::array<std::string_view, 5> units{"", "k", "M", "G", "T"};
  std::size_t unit = 0;
  while (std::abs(value) >= 999.5 && unit + 1 < units.size()) {
    value /= 1000;
    ++unit;
  }
  return printed("%.3g", value).append(units[unit]);
}

std::vector<std::string> plot(std::string_view title, const metric_series& series, std::size_t columns,
                              std::size_t rows) {
  constexpr std::size_t scale = 7;  // "-1.23k" and the frame
  const auto width = std::max<std::size_t>(columns > scale + 10 ? columns - scale : 10, 10);
  const auto values = sampled(series, width * dots_across);
  const auto span = range_of(values);
  if (!span) return {std::string(title) + ": nothing was measured"};
  std::string last;
  for (const auto& point : series)
    if (point.value) last = short_number(*point.value);
  std::vector<std::string> lines{std::string(title) + "  " + last};
  if (flat(series)) return {std::string(title) + "  " + last + ", all the time"};
  const auto picture = draw(values, *span, width, rows);
  for (std::size_t row = 0; row < rows; ++row) {
    const auto mark = row == 0 ? short_number(span->most) : row + 1 == rows ? short_number(span->least) : "";
    lines.push_back(right_aligned(mark, scale - 1) + (mark.empty() ? "│" : "┤") + picture.row(row));
  }
  const auto first = label_of(series.front()), end = label_of(series.back());
  lines.push_back(std::string(scale, ' ') + first +
                  right_aligned(end, width > text_width(first) ? width - text_width(first) : 0));
  return lines;
}

std::vector<named_series> all_series(const edgegap::deployment_metrics& m) {
  return {{"cpu", &m.cpu},
          {"mem", &m.memory},
          {"network_receive", &m.network_receive},
          {"network_transmit", &m.network_transmit},
          {"cpu_throttle_rate", &m.cpu_throttle_rate},
          {"cpu_throttle_total", &m.cpu_throttle_total},
          {"receive_total", &m.receive_total},
          {"transmit_total", &m.transmit_total},
          {"disk_read_total", &m.disk_read_total},
          {"disk_write_total", &m.disk_write_total}};
}

std::string csv(const edgegap::deployment_metrics& metrics) {
  const auto all = all_series(metrics);
  std::string text = "timestamp,label";
  const metric_series* longest = all.front().series;
  for (const auto& each : all) {
    text.append(",").append(each.name);
    if (each.series->size() > longest->size()) longest = each.series;
  }
  text += "\r\n";
  for (std::size_t i = 0; i < longest->size(); ++i) {
    const auto& point = (*longest)[i];
    text += point.timestamp ? edgegap::format_timestamp(*point.timestamp) : "";
    text += "," + quote(point.label);
    for (const auto& each : all) {
      text += ",";
      if (i < each.series->size() && (*each.series)[i].value)
        text += printed("%.17g", *(*each.series)[i].value);
    }
    text += "\r\n";
  }
  return text;
}

}  // namespace gamekeeper::fleet
