#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"
#include "edgegap/messages/decoded_response.hpp"
#include "edgegap/messages/operation.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::edgegap {

/// What GET /v1/metrics/deployment/{request_id} is asked.
struct metrics_query {
  std::optional<base::wall_time> start_time;  ///< absent: the deployment's start
  std::optional<base::wall_time> end_time;    ///< absent: now, or the deployment's end; behind start_time
  std::optional<std::chrono::seconds>
      step;                 ///< between two values, each the mean of its step; "30s", "1m", "1h"
  std::optional<bool> raw;  ///< not formatted for people; the platform takes false when absent
};

/// One measurement over time. The three lists of the answer belong together by index.
struct metric_point {
  std::string label;                         ///< "00:00:00", as the platform's own charts show it
  std::optional<base::wall_time> timestamp;  ///< UTC
  std::optional<double> value;               ///< nothing where nothing was measured
};
using metric_series = std::vector<metric_point>;

/// The specification names no units. The *_total series are sums since the start; the others are momentary.
struct deployment_metrics {
  metric_series cpu;
  metric_series memory;  ///< "mem"
  metric_series cpu_throttle_rate;
  metric_series cpu_throttle_total;
  metric_series network_receive;   ///< "network/receive"
  metric_series network_transmit;  ///< "network/transmit"
  metric_series receive_total;     ///< "total/…", this and the next three
  metric_series transmit_total;
  metric_series disk_read_total;
  metric_series disk_write_total;
};

/// "30s", "5m", "1h": the largest unit that fits without a rest. Nothing for zero and less.
std::optional<std::string> format_step(std::chrono::seconds step);

/// The query's values. invalid_input when its times or its step make no sense.
base::result<std::vector<query_value>> encode(const metrics_query& query);

base::result<decoded_response<deployment_metrics>> decode_metrics(std::string_view text);

}  // namespace gamekeeper::edgegap
