#pragma once

#include "base/backoff.hpp"
#include "base/clock.hpp"

#include <array>
#include <optional>

namespace gamekeeper::edgegap {

/// What an agent would like, if it were alone.
struct poll_preferences {
  base::duration quick;  ///< between two polls while what the platform says matters
  base::duration slow;   ///< between two polls while it does not
  double jitter;         ///< share of the wait after an answer, either way
  int fleet = 1;         ///< agents that share the limit; 0: nobody knows
};

/// How often one agent asks, when all agents of an organisation share one limit (documented: 20 status
/// requests a second) and none of them knows the others. Pure: no clock; it is told how each poll went and
/// answers with the wait until the next one.
///
/// What an agent would like is its preference; what it may have is its share, the interval at which all of them
/// together stay just under the limit. It waits the longer of the two. Each kind of polling has a share of its
/// own, which is learned:
/// - It begins at limits::poll_first_within, since agents that start together do not know how many they are;
///   or, told how large the fleet is, at what that makes. The first poll comes at any moment within it.
/// - Agents that would like more go down to limits::poll_careful in a step or two, and from there on the share
///   shrinks by a little with each answer and grows by more with each 429, so that it rests where about one
///   poll in thirty is refused. That is where 20 a second, counted by the platform's seconds, are used to four
///   fifths: agents that do not know each other cannot do better without asking past the limit.
/// - A dozen polls of which a third or more are refused tell by how much all of them ask too often together,
///   and that is taken in one step. A long run of answers says that there may be room, and far from the beginning
///   a short one does: it tries, and goes back to where it was at the first 429.
/// - A 429 says that this second was full, so the next try comes soon, and later with each further 429.
///
/// How many agents there are cannot be learned from 429s: they tell how full the limit is, and at rest it is
/// equally full for any number. So a share that a newcomer starts with is the share it has for hours; it is
/// right for fleets up to about a thousand that poll eagerly and ten thousand that do not. `fleet` says it for
/// all others.
///
/// An outage says nothing about the share. Those who wait long anyway go on at their pace: their moments are
/// spread over their interval, stay so for as long as it lasts, and nothing bursts at its end. Those who would
/// ask often back off with full jitter.
class poll_scheduler {
 public:
  explicit poll_scheduler(poll_preferences preferences);
  /// Within what the first poll comes, give or take the jitter.
  static base::duration first_within(int fleet) noexcept;

  /// Whether what the platform says can change a decision.
  void set_matters(bool matters) noexcept { matters_ = matters; }
  /// Whether one is near: such polls are few, and take what they need of everybody's share.
  void set_near(bool near) noexcept { near_ = near; }
  bool near() const noexcept { return near_; }

  /// Before the first poll.
  base::duration first(base::random_source& random) const;
  /// When a decision comes near while it waits: instead of what is left of the wait, if that is shorter.
  base::duration soon(base::random_source& random) const;
  /// When a decision waits for this one poll.
  base::duration immediately(base::random_source& random) const;
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
  /// The same if no decision was near.
  base::duration usual_interval() const noexcept;

 private:
  /// What one kind of polling has learned.
  struct rate_share {
    double interval = 0;  ///< milliseconds
    double proven = 0;    ///< the interval before it tried for more
    bool descending = true;
    int answers = 0;             ///< in a row
    int long_run = 0;            ///< so many of them say that there may be room; 0: to be drawn
    int polls = 0, refused = 0;  ///< of the dozen that is being counted
  };
  rate_share& mine() noexcept { return rate_shares_[matters_ ? 1 : 0]; }
  const rate_share& mine() const noexcept { return rate_shares_[matters_ ? 1 : 0]; }
  base::duration preferred() const noexcept { return matters_ ? preferences_.quick : preferences_.slow; }
  double step() const noexcept;
  double longest() const noexcept;
  void shrink(rate_share& current, base::random_source& random) const;
  void count(rate_share& current, bool refused) const;
  base::duration draw(base::duration ceiling, std::optional<base::duration> asked,
                      base::random_source& random) const;

  poll_preferences preferences_;
  double begin_, careful_;  // milliseconds
  bool matters_ = true, near_ = false;
  std::array<rate_share, 2> rate_shares_;  // while it does not matter, and while it does
  int throttlings_ = 0;                    // in a row
  int faults_ = 0;                         // in a row
};

}  // namespace gamekeeper::edgegap
