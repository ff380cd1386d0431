#include "occupancy/detector_runner.hpp"

#include <algorithm>

namespace gamekeeper::occupancy {

namespace asio = boost::asio;

detector_runner::detector_runner(base::clock& time, base::random_source& random, base::task_group& tasks,
                                 poll_timing timing, listener tell)
    : time_(time), random_(random), tasks_(tasks), timing_(timing), tell_(std::move(tell)) {
  timing_.deadline = std::min(timing_.deadline, timing_.interval);
}

void detector_runner::add(const detector_spec& spec, std::span<const named_port> mapping,
                          const probe_world& world) {
  const auto ports = resolve_ports(spec, mapping);
  if (!ports) return tell_.failed(spec.text, ports.error());
  add(spec.text, make_probe(spec, *ports, world));
}

void detector_runner::add(std::string name, std::unique_ptr<probe> how) {
  all_.push_back(std::make_unique<detector>(detector{std::move(name), std::move(how)}));
  tasks_.spawn("detector " + all_.back()->name, poll(*all_.back()));
}

asio::awaitable<void> detector_runner::poll(detector& each) {
  for (;;) {
    const auto begun = time_.now();
    const auto deadline = begun + timing_.deadline;
    auto outcome = co_await each.how->ask(deadline);
    const auto next = told(each, begun, std::move(outcome));
    co_await base::sleep_until(time_, next);
  }
}

base::time_point detector_runner::told(const detector& each, base::time_point begun,
                                       base::result<reading> outcome) {
  if (outcome) {
    outcome->max_age = timing_.max_age;
    tell_.seen(each.name, *outcome);
  } else {
    tell_.failed(each.name, outcome.error());
  }
  return begun + base::spread(timing_.interval, timing_.jitter, random_);
}

}  // namespace gamekeeper::occupancy
