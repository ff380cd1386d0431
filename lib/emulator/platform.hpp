#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "emulator/containers.hpp"
#include "emulator/deployment_store.hpp"
#include "emulator/free_ports.hpp"
#include "emulator/injected_environment.hpp"
#include "emulator/random_hex.hpp"

#include <map>
#include <memory>

namespace gamekeeper::emulator {

/// What a valid deploy request asks for.
struct deploy_order {
  const app_version* version = nullptr;
  std::map<std::string, std::string> environment;
  std::vector<std::string> tags;
  std::optional<int> cpu_units;  ///< absent: the version's
  std::optional<int> memory_mb;
};

enum class stop_outcome {
  stopping,  ///< it was READY or in ERROR: it is TERMINATING now
  deferred,  ///< it was neither: it stops when it gets there, or is stopping already
  gone,      ///< it had ended
};

/// What happens to deployments: the walk to READY by the clock, the process at its end, stops, the lifetime.
/// Knows no HTTP. Everything that it is given outlives it.
class platform {
 public:
  platform(base::clock& time, base::logger& log, const catalogue& offered, containers& runtime,
           random_hex random, port_probe port_is_free, surroundings where);

  /// Where the API can be reached from a deployment: known once the listeners are bound, before the first
  /// deployment.
  void reachable_at(std::string api_url) { where_.api_url = std::move(api_url); }
  const catalogue& offered() const noexcept { return offered_; }
  const std::string& public_ip() const noexcept { return offered_.public_ip; }
  deployment_store& deployments() noexcept { return store_; }
  base::clock& time() noexcept { return time_; }

  /// Made in INITIALIZING, or at once in ERROR when no port is free for it. `busy` when there are as many as
  /// limits::emulator_deployments or the emulator is ending.
  base::result<deployment*> deploy(deploy_order order);
  stop_outcome stop(deployment& d);
  /// Says so without touching the process. The walk ends; a stop that waited for READY or ERROR is carried
  /// out there.
  void force_status(deployment& d, deployment_status status);
  void set_sockets_usage(deployment& d, std::optional<int> usage);
  void record(deployment& d, history_event event);

  /// Stops everything as stop() would and takes no new deployment. Calls `when_done` once nothing runs any
  /// more.
  void shut_down(std::function<void()> when_done);

 private:
  deployment make(deploy_order order);
  base::result<void> map_ports(deployment& d);
  void set_status(deployment& d, deployment_status status);
  void walk_on(deployment& d, std::size_t step);
  void become_ready(deployment& d);
  void fail(deployment& d, std::string detail);
  void begin_stop(deployment& d);
  void end(deployment& d);
  void on_container_event(const std::string& id, const container_event& event);
  void on_container_gone(const std::string& id);
  void report_when_idle();

  base::clock& time_;
  base::logger& log_;
  const catalogue& offered_;
  containers& runtime_;
  random_hex random_;
  port_probe port_is_free_;
  surroundings where_;
  deployment_store store_;
  std::map<std::string, std::unique_ptr<base::timer>>
      alarms_;  ///< the walk's next step, then the lifetime's end
  std::function<void()> when_done_;
  bool ending_ = false;
};

}  // namespace gamekeeper::emulator
