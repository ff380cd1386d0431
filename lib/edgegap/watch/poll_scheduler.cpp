#include "edgegap/watch/poll_scheduler.hpp"

#include "base/limits.hpp"

#include <algorithm>

namespace gamekeeper::edgegap {

namespace limits = base::limits;
using base::duration;

namespace {

// Chosen with tests/bench/fleet_pace.cpp over many seeds.
// A share rests where `rest` of its polls is refused: it grows by a step with each 429, and shrinks by `rest`
// of one with each answer. Below `careful` it rests at proportionally fewer, so that who asks more than others
// gives way to them. Those who ask rarely come with a share that is about right; they rest higher in effect.
constexpr double rest_eager = 0.035, rest_idle = 0.004;
// A larger step adapts sooner and makes shares drift apart; those who wait for minutes have few polls to learn
// from, and are not there for long enough to drift far.
constexpr double step_least = 0.02, step_most = 0.12;
constexpr double descent = 10;         // of a share that nobody has refused yet
constexpr int dozen = 12;              // polls that are counted together
constexpr int dozen_refused = 4;       // so many of them are no chance
constexpr int dozen_least = 8;         // polls, to judge by
constexpr double dozen_step_most = 4;  // however many were refused
constexpr int long_run = 70;           // answers, to twice that: agents that started together try one by one
constexpr double trying = 0.03;        // of the interval, with each answer of a long run
// Far above what is careful somebody else may have filled the limit for a while, and a long run would take days.
constexpr double far_above = 2;      // times `careful`
constexpr int short_run = 6;         // answers
constexpr double returning = 0.5;    // of the interval, with each answer of a short run
constexpr double near_share = 0.05;  // of the interval: near a decision
constexpr double retry_share = 0.1;  // of the interval: the longest wait after the first 429 in a row
// A little less than what is served of 20 when one in thirty is refused: ends and newcomers ask too.
constexpr double served_per_second = 16;

duration times(duration value, double factor) noexcept {
  return duration(static_cast<duration::rep>(static_cast<double>(value.count()) * factor));
}

double milliseconds(duration value) noexcept {
  return static_cast<double>(value.count());
}

duration rounded(double interval) noexcept {
  return duration(static_cast<duration::rep>(interval));
}

/// Twice as much for each that came before, within bounds that no duration overflows.
int doubled(int before) noexcept {
  return 1 << std::clamp(before, 0, 16);
}

}  // namespace

poll_scheduler::poll_scheduler(poll_preferences preferences) : preferences_(preferences) {
  begin_ = milliseconds(first_within(preferences.fleet));
  careful_ = preferences.fleet > 0 ? begin_ : milliseconds(limits::poll_careful);
  for (auto& each : rate_shares_) each.interval = begin_;
}

duration poll_scheduler::first_within(int fleet) noexcept {
  if (fleet <= 0) return limits::poll_first_within;
  return std::clamp(rounded(1000 * fleet / served_per_second), limits::poll_gap_min,
                    limits::poll_interval_max);
}

double poll_scheduler::longest() const noexcept {
  return milliseconds(std::max(limits::poll_interval_max, preferred()));
}

double poll_scheduler::step() const noexcept {
  return std::clamp(step_least * mine().interval / milliseconds(limits::poll_careful), step_least, step_most);
}

duration poll_scheduler::usual_interval() const noexcept {
  return std::max(preferred(), rounded(mine().interval));
}

duration poll_scheduler::interval() const noexcept {
  if (near_) return std::max(preferences_.quick, rounded(near_share * mine().interval));
  return usual_interval();
}

duration poll_scheduler::first(base::random_source& random) const {
  return times(base::spread(rounded(begin_), preferences_.jitter, random), random.fraction());
}

duration poll_scheduler::soon(base::random_source& random) const {
  return times(interval(), random.fraction());
}

duration poll_scheduler::immediately(base::random_source& random) const {
  return times(interval(), retry_share * random.fraction());
}

duration poll_scheduler::after_answer(base::random_source& random) {
  throttlings_ = faults_ = 0;
  if (!near_) {
    auto& current = mine();
    ++current.answers;
    count(current, false);
    if (current.interval > milliseconds(preferred())) shrink(current, random);
  }
  return base::spread(interval(), preferences_.jitter, random);
}

void poll_scheduler::shrink(rate_share& current, base::random_source& random) const {
  const auto least = milliseconds(preferred());
  if (matters_ && current.descending && current.interval > careful_) {
    current.interval = std::max({current.interval / descent, careful_, least});
    return;
  }
  current.descending = false;
  auto part = step() * (matters_ ? rest_eager * std::min(1.0, current.interval / careful_) : rest_idle);
  if (current.long_run == 0) current.long_run = long_run + static_cast<int>(long_run * random.fraction());
  const bool far = current.interval > far_above * careful_;
  if (current.answers % current.long_run == 0 || (far && current.answers == short_run))
    current.proven = current.interval;
  if (matters_ && current.answers > current.long_run) part = std::max(part, trying);
  if (matters_ && far && current.answers >= short_run) part = returning;
  current.interval = std::max(least, current.interval * (1 - part));
}

duration poll_scheduler::after_throttling(std::optional<duration> asked, base::random_source& random) {
  if (!near_) {
    auto& current = mine();
    current.interval = std::max(current.interval, current.proven);
    current.proven = 0;
    current.answers = current.long_run = 0;
    // One of the first polls: that says little, and the share has not been tried yet.
    const bool untried = matters_ && current.descending && current.interval > careful_;
    if (!untried) current.interval = std::min(longest(), current.interval * (1 + step()));
    count(current, true);
  }
  const auto ceiling = times(interval(), std::min(1.0, retry_share * doubled(throttlings_++)));
  return draw(ceiling, asked, random);
}

/// The platform serves what it may and refuses the rest: the part that is served is the part by which
/// everybody has to slow down.
void poll_scheduler::count(rate_share& current, bool refused) const {
  ++current.polls;
  if (refused) ++current.refused;
  const bool enough = current.polls >= dozen_least || current.refused >= dozen_least - 2;
  if (enough && current.refused >= dozen_refused) {
    const double served = std::max(1, current.polls - current.refused);
    const auto slower = std::min(dozen_step_most, current.polls / served);
    current.interval = std::min(longest(), std::max(current.interval, milliseconds(preferred())) * slower);
    current.descending = false;
    current.proven = 0;
    current.polls = current.refused = 0;
  }
  if (current.polls >= dozen) current.polls = current.refused = 0;
}

duration poll_scheduler::after_fault(std::optional<duration> asked, base::random_source& random) {
  const auto most = std::max(limits::poll_backoff_max, rounded(mine().interval));
  const auto ceiling = std::min(2 * interval() * doubled(faults_++), most);
  if (asked || ceiling > 2 * interval()) return draw(ceiling, asked, random);
  return base::spread(interval(), preferences_.jitter, random);
}

duration poll_scheduler::after_refusal(base::random_source& random) const {
  return base::spread(std::max(interval(), limits::poll_denied_interval), preferences_.jitter, random);
}

duration poll_scheduler::draw(duration ceiling, std::optional<duration> asked,
                              base::random_source& random) const {
  const auto drawn = times(ceiling, random.fraction());
  // The random part keeps those who were told the same moment from coming back in it together.
  return asked ? *asked + drawn : std::max(std::min(limits::poll_gap_min, preferences_.quick), drawn);
}

}  // namespace gamekeeper::edgegap
