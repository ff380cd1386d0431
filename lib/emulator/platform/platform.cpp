#include "emulator/platform/platform.hpp"

#include "base/limits.hpp"
#include "emulator/platform/container_history.hpp"

#include <algorithm>
#include <utility>

namespace gamekeeper::emulator {

namespace {

void send_webhook(const platform::webhook_functions& webhooks, deployment& d) {
  const auto& url = d.status == deployment_status::ready        ? d.webhooks.ready
                    : d.status == deployment_status::error      ? d.webhooks.error
                    : d.status == deployment_status::terminated ? d.webhooks.terminated
                                                                : std::string();
  if (!url.empty() && webhooks.send && webhooks.describe) webhooks.send(d, url, webhooks.describe(d));
}

orphaned_container left_of(const deployment& d, container_spec spec, base::wall_time now) {
  orphaned_container left;
  left.spec = std::move(spec);
  left.pid = d.container.pid;
  left.start_ticks = d.container.start_ticks;
  left.stopping = d.status == deployment_status::terminating;
  if (left.stopping && d.stopping_since)
    left.spec.termination_grace =
        std::max(base::duration(0), left.spec.termination_grace - (now - *d.stopping_since));
  return left;
}

}  // namespace

platform::platform(base::clock& time, base::logger& log, const catalogue& offered, containers& runtime,
                   random_hex random, port_probe port_is_free, host_environment where)
    : time_(time),
      log_(log),
      runtime_(runtime),
      where_(std::move(where)),
      provisioner_(offered, store_, std::move(random), std::move(port_is_free)) {
  runtime_.listen(
      {[this](const std::string& id, const container_event& event) { on_container_event(id, event); },
       [this](const std::string& id) { on_container_gone(id); }});
}

base::result<deployment*> platform::deploy(deploy_order order) {
  if (ending_) return base::error(base::errc::busy, "the emulator is ending and takes no new deployment");
  if (store_.live() >= base::limits::emulator_deployments)
    return base::error(base::errc::busy, "there are " + std::to_string(base::limits::emulator_deployments) +
                                             " deployments already; stop one first");
  store_.forget_oldest_ended([this](const deployment& d) {
    if (keeper_) keeper_->forget(d.request_id);
  });
  auto made = provisioner_.make(std::move(order), where_.data_folder, time_.wall());
  const auto mapped = provisioner_.map_ports(made);
  auto& d = store_.add(std::move(made));
  set_status(d, deployment_status::initializing);
  if (mapped)
    advance(d, 0);
  else
    fail(d, mapped.error().message());
  return &d;
}

void platform::restore(std::vector<restored_deployment> all) {
  std::vector<deployment*> restored;
  for (auto& each : all) {
    each.made.version = removed_versions_.version_of(each, offered());
    auto& d = store_.add(std::move(each.made));
    history_event event;
    event.event = "restored";
    event.detail = name_of(d.status);
    record(d, std::move(event));
    restored.push_back(&d);
  }
  // Only now: what one of them frees or takes counts for the others.
  std::vector<orphaned_container> left;
  for (const auto* d : restored) left.push_back(left_of(*d, spec_for(*d), time_.wall()));
  const auto found = runtime_.adopt(std::move(left));
  for (auto* d : restored) resume(*d, found.contains(d->request_id));
  if (!restored.empty()) log_.info("deployments of an earlier emulator", {{"count", restored.size()}});
}

void platform::resume(deployment& d, bool found) {
  const bool removed = removed_versions_.contains(d.version);
  const auto step = std::find(provisioning_order.begin(), provisioning_order.end(), d.status);
  if (d.status == deployment_status::terminating) {
    if (!found) end(d);
  } else if (removed && d.status != deployment_status::terminated) {
    d.error_detail = "the catalogue has no version '" + d.version->version + "' of '" +
                     d.version->application + "' any more";
    begin_stop(d);
  } else if (step != provisioning_order.end()) {
    advance(d, static_cast<std::size_t>(step - provisioning_order.begin()));
  } else if (d.status == deployment_status::ready) {
    // READY without a process and without a trace of one: the emulator ended between two runs.
    if (!found && !runtime_.runs(d.request_id)) return become_ready(d);
    arm_lifetime(d);
  }
}

void platform::record(deployment& d, history_event event) {
  event.when = time_.wall();
  d.history.push_back(std::move(event));
  if (d.history.size() <= base::limits::emulator_history_events) return;
  d.history.pop_front();
  ++d.history_dropped;
}

void platform::set_status(deployment& d, deployment_status status) {
  if (d.status == status && !d.history.empty()) return;
  if (d.status != status) d.last_status = std::exchange(d.status, status);
  if (status == deployment_status::ready && !d.ready_at) {
    d.ready_at = time_.wall();
    d.ready_since = time_.now();
  }
  if (status == deployment_status::terminated && !d.removed_at) {
    d.removed_at = time_.wall();
    d.ended_at = time_.now();
  }
  if (status != deployment_status::terminated) {
    d.removed_at.reset();
    d.ended_at.reset();
  }
  save(d);
  history_event event;
  event.event = "status";
  event.detail = name_of(status);
  record(d, std::move(event));
  log_.info("status", {{"deployment", d.request_id}, {"status", name_of(status)}});
  send_webhook(webhooks_, d);
}

void platform::out_of_memory(deployment& d) {
  if (d.container.out_of_memory) return;
  d.container.out_of_memory = true;
  history_event event;
  event.event = "out_of_memory";
  event.detail = "more than " + std::to_string(d.memory_mb) + " MB";
  record(d, std::move(event));
  runtime_.kill(d.request_id);
}

// From the `step`-th status of the walk to the next one, each after its time.
void platform::advance(deployment& d, std::size_t step) {
  if (step == provisioning_order.size()) return become_ready(d);
  if (step > 0) set_status(d, provisioning_order[step]);
  auto& alarm = alarms_[d.request_id];
  if (!alarm) alarm = time_.make_timer();
  alarm->arm(time_.now() + d.version->provisioning[step], [this, &d, step] { advance(d, step + 1); });
}

container_spec platform::spec_for(const deployment& d) const {
  container_spec spec;
  spec.id = d.request_id;
  spec.command = d.command;
  spec.environment = environment_for(d, offered(), where_);
  spec.log_file = d.container.log_file;
  spec.termination_grace = d.version->termination_grace;
  spec.restart = d.version->restart;
  return spec;
}

void platform::become_ready(deployment& d) {
  // One that an earlier emulator started and could not say so any more is running already.
  if (!runtime_.runs(d.request_id))
    if (const auto started = runtime_.run(spec_for(d)); !started) return fail(d, started.error().message());
  set_status(d, deployment_status::ready);
  if (d.stop_pending) return begin_stop(d);
  arm_lifetime(d);
}

void platform::arm_lifetime(deployment& d) {
  if (d.version->max_duration_minutes <= 0 || !d.ready_since) return;
  auto& alarm = alarms_[d.request_id];
  if (!alarm) alarm = time_.make_timer();
  alarm->arm(*d.ready_since + std::chrono::minutes(d.version->max_duration_minutes), [this, &d] {
    history_event event;
    event.event = "max_duration_reached";
    record(d, std::move(event));
    stop(d);
  });
}

void platform::save(const deployment& d) {
  if (keeper_) keeper_->save(d);
}

void platform::fail(deployment& d, std::string detail) {
  log_.warn("deployment failed", {{"deployment", d.request_id}, {"detail", detail}});
  d.error_detail = std::move(detail);
  set_status(d, deployment_status::error);
  if (d.stop_pending) begin_stop(d);
}

stop_outcome platform::stop(deployment& d) {
  if (d.status == deployment_status::terminated) return stop_outcome::gone;
  if (d.status == deployment_status::ready || d.status == deployment_status::error) {
    begin_stop(d);
    return stop_outcome::stopping;
  }
  if (d.status != deployment_status::terminating && !d.stop_pending) {
    d.stop_pending = true;
    save(d);
    history_event event;
    event.event = "stop_deferred";
    event.detail = "until READY or ERROR";
    record(d, std::move(event));
  }
  return stop_outcome::deferred;
}

void platform::begin_stop(deployment& d) {
  d.stop_pending = false;
  d.stopping_since = time_.wall();
  alarms_.erase(d.request_id);
  set_status(d, deployment_status::terminating);
  if (runtime_.runs(d.request_id))
    runtime_.stop(d.request_id);
  else
    end(d);
}

void platform::end(deployment& d) {
  alarms_.erase(d.request_id);
  set_status(d, deployment_status::terminated);
}

void platform::force_status(deployment& d, deployment_status status) {
  // What waits is the walk's next step or the lifetime's end. Only the walk would contradict what was just
  // said.
  const bool walking = !d.ready_at && !d.error_detail;
  if (walking || status == deployment_status::terminated) alarms_.erase(d.request_id);
  set_status(d, status);
  const bool may_stop = status == deployment_status::ready || status == deployment_status::error;
  if (d.stop_pending && may_stop) begin_stop(d);
}

void platform::set_sockets_usage(deployment& d, std::optional<int> usage) {
  d.sockets_usage = usage;
  save(d);
  history_event event;
  event.event = "sockets_usage";
  event.detail = usage ? std::to_string(*usage) : "null";
  record(d, std::move(event));
}

void platform::shut_down(std::function<void()> when_done) {
  ending_ = true;
  std::vector<deployment*> all;
  store_.for_each([&all](deployment& d) { all.push_back(&d); });
  for (auto* d : all)
    // One that was only said to have ended still has a process.
    if (d->status != deployment_status::terminated || runtime_.runs(d->request_id)) begin_stop(*d);
  when_done_ = std::move(when_done);
  report_when_idle();
}

void platform::on_container_event(const std::string& id, const container_event& event) {
  auto* d = store_.find(id);
  if (!d) return;
  auto told = apply_event(*d, event);
  save(*d);
  log_.info(told.event, {{"deployment", id}, {"pid", event.pid}, {"detail", told.detail}});
  record(*d, std::move(told));
}

void platform::on_container_gone(const std::string& id) {
  if (auto* d = store_.find(id)) {
    // Without a stop this is the end that the restart policy left: the platform terminates the deployment.
    if (d->status != deployment_status::terminated) end(*d);
  }
  report_when_idle();
}

void platform::report_when_idle() {
  if (!when_done_) return;
  bool idle = true;
  store_.for_each([&](deployment& d) { idle = idle && !runtime_.runs(d.request_id); });
  if (!idle) return;
  const auto done = std::exchange(when_done_, nullptr);
  done();
}

}  // namespace gamekeeper::emulator
