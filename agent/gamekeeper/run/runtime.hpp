#pragma once

#include "base/backoff.hpp"
#include "base/descriptor_closer.hpp"
#include "base/limits.hpp"
#include "base/pause_aware_clock.hpp"
#include "base/system_clock.hpp"
#include "base/task_group.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "process/signal_loop.hpp"

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/io_context.hpp>

#include <cstdint>

namespace gamekeeper::run {

/// What every part of a run stands on: the loop, its signals, time, tasks, randomness, and where it is recorded.
struct runtime {
  runtime(base::logger& log, std::uint64_t seed)
      : tasks(loop.get_executor(), log),
        platform_tasks(loop.get_executor(), log),
        random(seed),
        events(time, base::limits::event_history, &log.secrets()) {}

  boost::asio::any_io_executor executor() { return loop.get_executor(); }
  telemetry_sinks telemetry() { return {events, counters}; }

  base::descriptor_closer closer;
  boost::asio::io_context loop{1};
  process::signal_loop signals{loop};
  base::system_clock system_time{loop.get_executor()};
  base::pause_aware_clock time{system_time};
  base::task_group tasks;
  base::task_group platform_tasks;  ///< those that the end of the run does not wait for
  base::random_source random;
  telemetry::event_history events;
  telemetry::agent_metrics counters;
};

}  // namespace gamekeeper::run
