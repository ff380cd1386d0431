#include "emulator/runtime/usage_sampler.hpp"

#include "base/limits.hpp"

namespace gamekeeper::emulator {

usage_sampler::usage_sampler(base::clock& time, platform& target, process_lister all)
    : time_(time), platform_(target), all_(std::move(all)), alarm_(time.make_timer()) {}

void usage_sampler::start() {
  alarm_->arm(time_.now() + base::limits::emulator_metrics_interval, [this] {
    look();
    start();
  });
}

void usage_sampler::look() {
  std::vector<deployment*> running;
  platform_.deployments().for_each([&running](deployment& d) {
    if (d.container.pid > 0) running.push_back(&d);
  });
  if (running.empty()) return;
  // By descent alone: to read every environment each second would cost more than what is measured.
  const process_view by_descent{all_, {}, {}, 0, ""};
  process_look look(by_descent);
  reader_.begin_round();
  for (auto* d : running) {
    auto sample = reader_.read(look.members({d->request_id, d->container.pid}));
    sample.when = time_.wall();
    d->usage.add(sample);
    if (sample.memory_bytes > std::int64_t{d->memory_mb} * 1024 * 1024) platform_.out_of_memory(*d);
  }
}

}  // namespace gamekeeper::emulator
