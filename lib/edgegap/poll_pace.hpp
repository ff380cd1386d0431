#pragma once

#include "base/backoff.hpp"
#include "base/clock.hpp"

#include <optional>

namespace gamekeeper::edgegap {

/// How often one agent asks, when all agents of an organisation share one limit (documented: 20 status
/// requests a second) and none of them knows how many there are. Pure: no clock; it is told how each poll
/// went and answers with the wait until the next one.
///
/// What an agent would like is `quick` while a decision is near, `slow` while nothing that the platform says
/// can change one. What it does is that, times `stretch`, at most limits::poll_interval_max:
/// - each 429 multiplies the stretch, and the next try comes soon, since the second was full: within a
///   twentieth of the interval, twice that after each further 429, at most the interval;
/// - each answer takes a little off, the more the longer the agent waits, so that shares become equal; a
///   hundred answers in a row say that there is room, and it takes off more.
/// Waits after failures are drawn from zero up (full jitter); those after an outage's are on average no
/// shorter than those after answers, so an outage of any length ends without a burst.
class poll_pace {
 public:
  struct wishes {
    base::duration quick;  ///< between two polls near a decision
    base::duration slow;   ///< between two polls otherwise
    double jitter;         ///< share of the wait after an answer, either way
  };
  explicit poll_pace(wishes liked) : liked_(liked) {}

  void set_near(bool near) noexcept { near_ = near; }
  bool near() const noexcept { return near_; }

  /// Before the first poll.
  base::duration first(base::random_source& random) const;
  /// When a decision comes near while it waits: instead of what is left of the wait, if that is shorter.
  base::duration sooner(base::random_source& random) const;
  /// From the beginning of the poll that was answered.
  base::duration after_answer(base::random_source& random);
  /// 429; `asked` is what its Retry-After wants at least.
  base::duration after_throttling(std::optional<base::duration> asked, base::random_source& random);
  /// No answer, or a 5xx; the same with `asked`.
  base::duration after_fault(std::optional<base::duration> asked, base::random_source& random);
  /// An answer that will stay the same (401, 403, 404, 410, other 4xx).
  base::duration after_refusal(base::random_source& random) const;

  /// The wait that it would draw about now, without jitter.
  base::duration interval() const noexcept;
  double stretch() const noexcept { return stretch_; }

 private:
  base::duration wish() const noexcept { return near_ ? liked_.quick : liked_.slow; }
  base::duration longest() const noexcept;
  base::duration draw(base::duration ceiling, std::optional<base::duration> asked,
                      base::random_source& random) const;

  wishes liked_;
  bool near_ = true;
  double stretch_ = 1;
  int answers_ = 0;      // in a row
  int throttlings_ = 0;  // in a row
  int faults_ = 0;       // in a row
};

}  // namespace gamekeeper::edgegap
