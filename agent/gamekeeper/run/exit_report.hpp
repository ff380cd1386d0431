#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "gamekeeper/run/game_io.hpp"
#include "gamekeeper/run/game_process.hpp"
#include "gamekeeper/run/telemetry_sinks.hpp"
#include "lifecycle/state.hpp"

#include <string>

namespace gamekeeper::run {

/// What is left behind about the end: a line of the log, the last event, and the report in `path`, unless that is
/// empty. The agent is about to leave with `exit_code`.
struct exit_report {
  base::clock& time;
  base::logger& log;
  telemetry_sinks telemetry;
  const lifecycle::state& core;
  const game_process& game;
  const game_io& io;
  std::string path;

  void write(int exit_code) const;
};

}  // namespace gamekeeper::run
