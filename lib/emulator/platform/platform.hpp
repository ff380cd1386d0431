#pragma once

/// What happens to deployments.
///   platform.hpp              the walk to READY by the clock, stops, the lifetime, the process at its end
///   provisioner.hpp           identity, host and ports of a new deployment; free_ports.hpp which ports are free
///   tagging.hpp               tags that come, change and go
///   container_history.hpp     what a container's events change
///   removed_versions.hpp      versions that the catalogue has no more
///   containers.hpp            the seam to whatever runs a deployment
///   state_keeper.hpp          the seam to where the state outlives the emulator
///   injected_environment.hpp  the variables that the platform gives to a deployment
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
#include "emulator/platform/provisioner.hpp"
#include "emulator/platform/removed_versions.hpp"
#include "emulator/platform/state_keeper.hpp"

#include <functional>
#include <map>
#include <memory>

namespace gamekeeper::emulator {

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
           random_hex random, port_probe port_is_free, host_environment where);

  /// Where the API can be reached from a deployment: known once the listeners are bound, before the first
  /// deployment.
  void reachable_at(std::string api_url) { where_.api_url = std::move(api_url); }
  /// Where each change is kept from now on; it outlives this.
  void keep_state_in(state_keeper& keeper) { keeper_ = &keeper; }
  /// What an earlier emulator had: goes on where that was. Its processes are found again or reported as lost;
  /// a deployment whose version the catalogue has no more is stopped. Call it once, when the API is reachable.
  void restore(std::vector<restored_deployment> all);
  const catalogue& offered() const noexcept { return provisioner_.offered(); }
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
  void describe_webhooks_with(webhook_body describe) { webhooks_.describe = std::move(describe); }
  /// Called for each webhook that is due once there is somebody to send it. The function must not call back from
  /// inside.
  using webhook_sender = std::function<void(deployment& d, const std::string& url, std::string body)>;
  void send_webhooks_with(webhook_sender sender) { webhooks_.send = std::move(sender); }
  struct webhook_functions {
    webhook_body describe;
    webhook_sender send;
  };
  void set_sockets_usage(deployment& d, std::optional<int> usage);
  void record(deployment& d, history_event event);
  /// Has the state keeper keep it, after a change that is not made here.
  void save(const deployment& d);

  host_load load_of(std::string_view host_id) { return provisioner_.load_of(host_id); }

  /// Stops everything as stop() would and takes no new deployment. Calls `when_done` once nothing runs any
  /// more.
  void shut_down(std::function<void()> when_done);

 private:
  void set_status(deployment& d, deployment_status status);
  container_spec spec_for(const deployment& d) const;
  /// `found`: there is something of its processes, or was.
  void resume(deployment& d, bool found);
  void arm_lifetime(deployment& d);
  void advance(deployment& d, std::size_t step);
  void become_ready(deployment& d);
  void fail(deployment& d, std::string detail);
  void begin_stop(deployment& d);
  void end(deployment& d);
  void on_container_event(const std::string& id, const container_event& event);
  void on_container_gone(const std::string& id);
  void report_when_idle();

  base::clock& time_;
  base::logger& log_;
  containers& runtime_;
  host_environment where_;
  deployment_store store_;
  provisioner provisioner_;
  /// Each deployment's next step of the walk, then its lifetime's end.
  std::map<std::string, std::unique_ptr<base::timer>> alarms_;
  webhook_functions webhooks_;
  state_keeper* keeper_ = nullptr;
  removed_versions removed_versions_;
  std::function<void()> when_done_;
  bool ending_ = false;
};

}  // namespace gamekeeper::emulator
