#include "edgegap/poll_pace.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gamekeeper::edgegap {

namespace limits = base::limits;
using base::duration;

namespace {

// Chosen with tests/unit/edgegap/fleet_simulation_test.cpp: a larger recovery asks past the limit, a smaller
// one leaves it unused; a larger backoff makes the agents' shares unequal.
constexpr double backoff_factor = 1.25;
constexpr double recovery = 0.000025;
constexpr int long_run = 100;               // answers in a row that say: there is room, whatever the share
constexpr double long_run_recovery = 0.02;  // of the interval, with each further answer
constexpr double recovery_most = 0.25;
constexpr double retry_share = 0.05;  // of the interval: the longest wait after the first 429 in a row

duration times(duration value, double factor) noexcept {
  return duration(static_cast<duration::rep>(static_cast<double>(value.count()) * factor));
}

/// Twice as much for each that came before, within bounds that no duration overflows.
int doubled(int before) noexcept {
  return 1 << std::clamp(before, 0, 16);
}

}  // namespace

duration poll_pace::longest() const noexcept {
  return std::max(limits::poll_interval_max, wish());
}

duration poll_pace::interval() const noexcept {
  return std::min(times(wish(), stretch_), longest());
}

duration poll_pace::first(base::random_source& random) const {
  return times(std::min(limits::poll_first_within, liked_.quick), random.fraction());
}

duration poll_pace::sooner(base::random_source& random) const {
  return times(interval(), random.fraction());
}

duration poll_pace::after_answer(base::random_source& random) {
  const auto usual = std::min(recovery * stretch_ * stretch_ * stretch_, recovery_most);
  const auto step = answers_ >= long_run ? std::max(usual, long_run_recovery) : usual;
  stretch_ = std::max(1.0, stretch_ / (1 + step));
  ++answers_;
  throttlings_ = faults_ = 0;
  return base::spread(interval(), liked_.jitter, random);
}

duration poll_pace::after_throttling(std::optional<duration> asked, base::random_source& random) {
  const auto most = static_cast<double>(longest().count()) / static_cast<double>(wish().count());
  stretch_ = std::min(stretch_ * backoff_factor, most);
  answers_ = 0;
  const auto ceiling = times(interval(), std::min(1.0, retry_share * doubled(throttlings_++)));
  return draw(ceiling, asked, random);
}

duration poll_pace::after_fault(std::optional<duration> asked, base::random_source& random) {
  const auto ceiling =
      std::min(2 * interval() * doubled(faults_++), std::max(2 * interval(), limits::poll_backoff_max));
  return draw(ceiling, asked, random);
}

duration poll_pace::after_refusal(base::random_source& random) const {
  return base::spread(std::max(interval(), limits::poll_denied_interval), liked_.jitter, random);
}

duration poll_pace::draw(duration ceiling, std::optional<duration> asked, base::random_source& random) const {
  const auto drawn = times(ceiling, random.fraction());
  // The random part keeps those who were told the same moment from coming back in it together.
  return asked ? *asked + drawn : std::max(std::min(limits::poll_gap_min, liked_.quick), drawn);
}

}  // namespace gamekeeper::edgegap
