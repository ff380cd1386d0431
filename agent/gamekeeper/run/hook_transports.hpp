#pragma once

#include "base/clock.hpp"
#include "base/task_group.hpp"
#include "net/http.hpp"
#include "process/hook.hpp"
#include "telemetry/hook_dispatcher.hpp"

#include <functional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// Runs a hook's command beside the game, with `environment` and the event in GAMEKEEPER_EVENT and on its
/// standard input. Exit code 0 is done. All that is handed in outlives what is given back.
telemetry::hook_carrier command_transport(process::hook_runner& runner, base::task_group& tasks,
                                          std::vector<std::string> environment);

/// Posts the event to a hook's address: https, or http to this machine. 2xx is done; what may pass (no answer,
/// 408, 425, 429, 5xx) is worth another attempt; redirects are not followed. `http` is asked at the first call,
/// because making one takes its time.
telemetry::hook_carrier webhook_transport(std::function<net::http_transport&()> http, base::clock& time,
                                          base::task_group& tasks);

}  // namespace gamekeeper::run
