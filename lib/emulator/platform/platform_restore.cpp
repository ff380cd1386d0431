#include "emulator/platform/platform.hpp"

#include <algorithm>

namespace gamekeeper::emulator {

void platform::restore(std::vector<restored_deployment> all) {
  std::vector<deployment*> restored;
  for (auto& each : all) {
    each.made.version = version_of(each);
    auto& d = store_.add(std::move(each.made));
    history_event event;
    event.event = "restored";
    event.detail = name_of(d.status);
    record(d, std::move(event));
    restored.push_back(&d);
  }
  // Only now: what one of them frees or takes counts for the others.
  std::vector<adoption> left;
  for (const auto* d : restored) left.push_back(left_of(*d));
  const auto found = runtime_.adopt(std::move(left));
  for (auto* d : restored) resume(*d, found.contains(d->request_id));
  if (!restored.empty()) log_.info("deployments of an earlier emulator", {{"count", restored.size()}});
}

const app_version* platform::version_of(const restored_deployment& each) {
  if (const auto* offered = offered_.find(each.application, each.version)) return offered;
  for (const auto& known : vanished_)
    if (known.application == each.application && known.version == each.version) return &known;
  auto& stand_in = vanished_.emplace_back();
  stand_in.application = each.application;
  stand_in.version = each.version;
  stand_in.command = each.made.command;
  stand_in.restart = restart_policy::never;
  return &stand_in;
}

adoption platform::left_of(const deployment& d) {
  adoption left;
  left.spec = spec_for(d);
  left.pid = d.container.pid;
  left.start_ticks = d.container.start_ticks;
  left.stopping = d.status == deployment_status::terminating;
  if (left.stopping && d.stopping_since)
    left.spec.termination_grace =
        std::max(base::duration(0), left.spec.termination_grace - (time_.wall() - *d.stopping_since));
  return left;
}

void platform::resume(deployment& d, bool found) {
  const bool vanished = std::any_of(vanished_.begin(), vanished_.end(),
                                    [&d](const app_version& each) { return &each == d.version; });
  const auto step = std::find(walk_order.begin(), walk_order.end(), d.status);
  if (d.status == deployment_status::terminating) {
    if (!found) end(d);
  } else if (vanished && d.status != deployment_status::terminated) {
    d.error_detail = "the catalogue has no version '" + d.version->version + "' of '" +
                     d.version->application + "' any more";
    begin_stop(d);
  } else if (step != walk_order.end()) {
    walk_on(d, static_cast<std::size_t>(step - walk_order.begin()));
  } else if (d.status == deployment_status::ready) {
    // READY without a process and without a trace of one: the emulator ended between two runs.
    if (!found && !runtime_.runs(d.request_id)) return become_ready(d);
    arm_lifetime(d);
  }
}

}  // namespace gamekeeper::emulator
