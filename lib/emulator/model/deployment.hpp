#pragma once

#include "base/clock.hpp"
#include "base/secret.hpp"
#include "emulator/model/catalogue.hpp"
#include "emulator/model/container_output.hpp"
#include "emulator/model/tags.hpp"
#include "emulator/model/usage.hpp"
#include "process/exit_status.hpp"

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::emulator {

struct port_mapping {
  std::string name;
  std::uint16_t internal = 0;
  std::uint16_t external = 0;
  std::string protocol;
};

/// Something that happened to a deployment. `event` says which members count.
struct history_event {
  base::wall_time when{};
  std::string event;   ///< request, status, stop_deferred, process_started, process_exited, signal_sent, …
  std::string method;  ///< of a request
  std::string operation;           ///< of a request
  std::optional<int> status_code;  ///< that a request was answered with
  std::optional<pid_t> pid;
  std::string detail;  ///< a status, a signal's name, how a process ended
};

/// A run that ended badly without having been asked to.
struct crash_record {
  std::optional<process::exit_status> status;  ///< absent: nobody was there to see it
  std::string message;                         ///< "OOM killed", "exited with code 3"
  output_range output;                         ///< of that run, in the log file
};

/// What the runtime has told about a deployment's process.
struct container_record {
  pid_t pid = 0;                  ///< 0: none runs
  std::uint64_t start_ticks = 0;  ///< when it started, as /proc/PID/stat has it: no later process has both
  int restart_count = 0;
  std::optional<process::exit_status> last_exit;
  std::string log_file;
  std::uint64_t run_from = 0;         ///< where in the log file the output of this run begins
  bool out_of_memory = false;         ///< this run is being killed for that
  std::optional<crash_record> crash;  ///< the last one
};

/// Where to say that a deployment has got there; empty: nowhere.
struct webhook_urls {
  std::string ready;
  std::string error;
  std::string terminated;
};

/// One deployment. Identity, tokens and mappings are fixed when it is made; the rest is changed by the
/// platform alone.
struct deployment {
  std::string request_id;   ///< 12 hex digits
  std::string stop_key;     ///< the number at the end of ARBITRIUM_DELETE_URL
  std::string context_key;  ///< the number at the end of ARBITRIUM_CONTEXT_URL
  base::secret delete_token;
  base::secret context_token;

  const app_version* version = nullptr;  ///< of the catalogue, which outlives every deployment
  std::vector<port_mapping> ports;
  std::vector<std::string> command;  ///< the version's, or what the deploy request put in its place
  std::optional<std::string> command_override;    ///< of deploy v1, as it was written
  std::optional<std::string> arguments_override;  ///< the same
  std::vector<deployment_tag> tags;
  std::map<std::string, std::string> environment;  ///< the deployment's own variables
  int cpu_units = 0;
  int memory_mb = 0;
  location place;
  std::string public_ip;
  std::string host_id;  ///< of a private fleet's host; empty: in the cloud
  webhook_urls webhooks;

  deployment_status status = deployment_status::initializing;
  std::optional<deployment_status> last_status;
  std::optional<std::string> error_detail;
  bool stop_pending = false;  ///< asked to stop before READY or ERROR: stops when it gets there
  std::optional<int> sockets_usage;

  base::wall_time created_at{};
  std::optional<base::wall_time> ready_at;
  std::optional<base::wall_time> stopping_since;  ///< SIGTERM was sent, or was about to be
  std::optional<base::wall_time> removed_at;
  std::optional<base::time_point> ready_since;  ///< the same moments on the clock that does not jump
  std::optional<base::time_point> ended_at;

  container_record container;
  usage_series usage;
  std::deque<history_event> history;  ///< the newest limits::emulator_history_events
  std::uint64_t history_dropped = 0;
};

/// Whole seconds from READY until now, or until the end.
std::int64_t elapsed_seconds(const deployment& d, base::time_point now) noexcept;

}  // namespace gamekeeper::emulator
