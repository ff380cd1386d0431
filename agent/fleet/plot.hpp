#pragma once

#include "edgegap/messages/metrics.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::fleet {

/// "1.5k", "2.34M", "0.25": three digits and what they count in.
std::string short_number(double value);

/// A curve in braille dots, `columns` wide and `rows` high without its frame: the title and the last value
/// above, the largest and the smallest value at the left, first and last label below. Points without a value
/// leave a gap; more points than dots are averaged. A series without any value, or with one and the same, is
/// one line that says so.
std::vector<std::string> plot(std::string_view title, const edgegap::metric_series& series,
                              std::size_t columns, std::size_t rows = 6);

/// Every series as one column: "timestamp,label,cpu,…". A row per point, by index; RFC 4180.
std::string csv(const edgegap::deployment_metrics& metrics);

/// One series by the name that the platform gives it.
struct named_series {
  std::string_view name;
  const edgegap::metric_series* series;
};
std::vector<named_series> all_series(const edgegap::deployment_metrics& metrics);

}  // namespace gamekeeper::fleet
