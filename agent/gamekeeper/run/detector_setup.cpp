#include "gamekeeper/run/detector_setup.hpp"

#include <algorithm>

namespace gamekeeper::run {

detector_setup::detector_setup(boost::asio::any_io_executor loop, base::clock& time,
                               base::random_source& random, base::task_group& tasks, supervisor& listener)
    : loop_(std::move(loop)), time_(time), random_(random), tasks_(tasks), listener_(listener) {}

void detector_setup::watch(const settings::agent_settings::occupancy_group& chosen,
                           const std::vector<edgegap::port>& mapping) {
  const auto& all = chosen.detectors;
  if (std::none_of(all.begin(), all.end(), [](const auto& each) { return each.polled(); })) return;
  peers_ = occupancy::make_peer_network(loop_, time_);
  occupancy::poll_timing timing;
  timing.interval = chosen.query_interval;
  timing.deadline = chosen.query_timeout;
  // As with the platform's count: a reading has to outlive the pause to the next look.
  timing.max_age = std::max(chosen.reading_max_age, 3 * chosen.query_interval);
  runner_.emplace(
      time_, random_, tasks_, timing,
      occupancy::detector_runner::listener{[this](std::string_view name, const occupancy::reading& reading) {
                                             listener_.on_reading(name, reading);
                                           },
                                           [this](std::string_view name, const base::error& failure) {
                                             listener_.on_detector_failure(name, failure);
                                           }});
  std::vector<occupancy::named_port> ports;
  for (const auto& each : mapping)
    if (each.internal) ports.push_back({each.name, *each.internal});
  const occupancy::probe_world world{*peers_, time_, random_};
  for (const auto& each : all)
    if (each.polled()) runner_->add(each, ports, world);
}

}  // namespace gamekeeper::run
