#pragma once

/// What happens to deployments.
///   platform.hpp              the walk to READY by the clock, stops, the lifetime, the process at its end
///   containers.hpp            the seam to whatever runs a deployment
///   state_keeper.hpp          the seam to where the state outlives the emulator
///   injected_environment.hpp  the variables that the platform gives to a deployment
///   free_ports.hpp            ports for deployments whose version leaves the choice to the platform
///   webhooks.hpp              tells others what became of a deployment

#include "base/clock.hpp"
#include "base/log.hpp"
#include "emulator/model/deploy_order.hpp"
#include "emulator/model/deployment_store.hpp"
#include "emulator/model/random_hex.hpp"
#include "emulator/model/restored_deployment.hpp"
#include "emulator/platform/containers.hpp"
#include "emulator/platform/free_ports.hpp"
#include "emulator/platform/injected_environment.hpp"
#include "emulator/platform/state_keeper.hpp"

#include <deque>
#include <functional>
#include <map>
#include <memory>

namespace gamekeeper::emulator {

/// What deployments take of a host.
struct host_load {
  int cpu_units = 0;
  int memory_mb = 0;
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
  /// Where each change is kept from now on; it outlives this.
  void keep_state_in(state_keeper& keeper) { keeper_ = &keeper; }
  /// What an earlier emulator had: goes on where that was. Its processes are found again or reported as lost;
  /// a deployment whose version the catalogue has no more is stopped. Call it once, when the API is reachable.
  void restore(std::vector<restored_deployment> all);
  const catalogue& offered() const noexcept { return offered_; }
  deployment_store& deployments() noexcept { return store_; }
  base::clock& time() noexcept { return time_; }

  /// Made in INITIALIZING, or at once in ERROR when no port is free for it. `busy` when there are as many as
  /// limits::emulator_deployments or the emulator is ending.
  base::result<deployment*> deploy(deploy_order order);
  stop_outcome stop(deployment& d);
  /// Says so without touching the process. The walk ends; a stop that waited for READY or ERROR is carried
  /// out there.
  void force_status(deployment& d, deployment_status status);
  /// It takes more memory than it has: killed as by the kernel, and what comes then is the restart policy's.
  void out_of_memory(deployment& d);
  /// What a webhook says of a deployment as it is now. Handed down by the API, since it is an answer of it.
  using webhook_body = std::function<std::string(const deployment& d)>;
  void describe_webhooks_with(webhook_body describe) { describe_for_webhook_ = std::move(describe); }
  /// Called for each webhook that is due once there is somebody to send it. The function must not call back from
  /// inside.
  using webhook_sender = std::function<void(deployment& d, const std::string& url, std::string body)>;
  void send_webhooks_with(webhook_sender sender) { send_webhook_ = std::move(sender); }
  void set_sockets_usage(deployment& d, std::optional<int> usage);
  void record(deployment& d, history_event event);

  /// `busy` when there are limits::emulator_tags, `denied` when the deployment has it already. The process's
  /// environment stays as it is: injected variables are a snapshot.
  base::result<deployment_tag> add_tag(deployment& d, std::string name);
  /// not_found, or `denied` when another tag has the new name.
  base::result<deployment_tag> rename_tag(deployment& d, std::string_view name, std::string new_name);
  /// Whether there was one.
  bool remove_tag(deployment& d, std::string_view name);

  host_load load_of(std::string_view host_id);
  /// Since when this platform is there.
  base::wall_time since() const noexcept { return since_; }

  /// Stops everything as stop() would and takes no new deployment. Calls `when_done` once nothing runs any
  /// more.
  void shut_down(std::function<void()> when_done);

 private:
  deployment make(deploy_order order);
  void choose_host(deployment& d, const std::vector<const fleet_host*>& preferred);
  base::result<void> map_ports(deployment& d);
  void set_status(deployment& d, deployment_status status);
  void changed(const deployment& d);
  container_spec spec_for(const deployment& d) const;
  adoption left_of(const deployment& d);
  /// `found`: there is something of its processes, or was.
  void resume(deployment& d, bool found);
  void arm_lifetime(deployment& d);
  const app_version* version_of(const restored_deployment& each);
  void tell_webhook(deployment& d);
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
  base::wall_time since_;
  std::map<std::string, std::unique_ptr<base::timer>>
      alarms_;  ///< the walk's next step, then the lifetime's end
  webhook_body describe_for_webhook_;
  webhook_sender send_webhook_;
  state_keeper* keeper_ = nullptr;
  std::deque<app_version>
      vanished_;  ///< versions that restored deployments had and the catalogue has no more
  std::function<void()> when_done_;
  bool ending_ = false;
};

}  // namespace gamekeeper::emulator
