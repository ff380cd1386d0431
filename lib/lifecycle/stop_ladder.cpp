// Decides when each step of the stop ladder is taken, fitted into the time that there is.
#include "lifecycle/stop_ladder.hpp"

#include "lifecycle/transition.hpp"

#include <algorithm>

namespace gamekeeper::lifecycle {

namespace {

constexpr double share_of_grace = 0.75;

duration scaled(duration time, double by) {
  return duration(static_cast<duration::rep>(static_cast<double>(time.count()) * by));
}

void fit(state& current, time_point now) {
  current.ladder.scale = 1;
  if (current.rules.ladder.empty() || !current.drain.deadline) return;
  const auto to_go = current.rules.ladder.back().after - current.ladder.offset;
  const auto room = scaled(std::max(duration(0), *current.drain.deadline - now), share_of_grace);
  if (to_go > room)
    current.ladder.scale = static_cast<double>(room.count()) / static_cast<double>(to_go.count());
}

}  // namespace

void begin_ladder(state& current, time_point now) {
  current.ladder.next_step = 0;
  current.ladder.fitted_at = now;
  current.ladder.offset = duration(0);
  fit(current, now);
}

void refit_ladder(state& current, time_point now) {
  const auto since = now - current.ladder.fitted_at;
  current.ladder.offset += current.ladder.scale > 0 ? scaled(since, 1 / current.ladder.scale) : duration(0);
  current.ladder.fitted_at = now;
  fit(current, now);
}

void skip_ladder(state& current) {
  current.ladder.next_step = current.rules.ladder.size();
}

void run_ladder_steps(transition& t) {
  auto& s = t.state;
  while (t.is_due(ladder_deadline(s))) {
    const auto index = s.ladder.next_step++;
    const auto& step = s.rules.ladder[index];
    const int number = step.asks_by_stop_signal ? s.ending.stop_signal.value_or(step.signal) : step.signal;
    if (number)
      t.emit(signal_tree{number, index});
    else
      t.emit(run_ladder_step{index});
  }
}

std::optional<time_point> ladder_deadline(const state& current) {
  if (current.ladder.next_step >= current.rules.ladder.size()) return std::nullopt;
  const auto to_go =
      std::max(duration(0), current.rules.ladder[current.ladder.next_step].after - current.ladder.offset);
  return current.ladder.fitted_at + scaled(to_go, current.ladder.scale);
}

}  // namespace gamekeeper::lifecycle
