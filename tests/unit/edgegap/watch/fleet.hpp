#pragma once

#include "base/backoff.hpp"
#include "edgegap/watch/poll_scheduler.hpp"

#include <cstdint>
#include <queue>
#include <vector>

namespace gamekeeper::edgegap {

/// Many agents of one organisation, a platform with one limit for all of them, and a virtual clock. The
/// agents' pace is the real one; what an agent is told is decided by the platform alone.
///
/// All deployments start within a minute. Each has players for some hours; then it is empty and near a decision
/// for a while, takes one look more, and stops itself when nobody is there, with the waits of lib/lifecycle
/// (retry_min, retry_max, full jitter); another one takes its place. A self-stop counts against the same limit:
/// nothing says that it does not.
class fleet {
 public:
  struct setup {
    int agents = 0;
    /// Only the platform counts its players: what it says always matters, and that they have left is noticed by a
    /// poll. Otherwise the game says so itself, and while it does nothing that the platform says matters.
    bool counted_by_platform = false;
    int told_fleet = 0;  ///< what the agents are told about their number; 0: nothing
    base::duration outage_at = std::chrono::hours(8);
    base::duration outage_for = std::chrono::minutes(10);
    base::duration end_at = std::chrono::hours(12);  ///< then all of them stop themselves at once
    std::uint64_t seed = 1;
  };
  static constexpr int limit = 20;  ///< requests in one second of the platform's clock
  static constexpr base::duration start_within = std::chrono::minutes(1);
  static constexpr base::duration slot_size = std::chrono::minutes(1);
  static constexpr base::duration window = std::chrono::minutes(10);

  /// What happened in one minute.
  struct slot {
    int asked = 0;  ///< polls and self-stops, whatever they were told
    int served = 0;
    int throttled = 0;
    std::vector<int> ages;  ///< of what some of the agents know, in turn, at its end, in milliseconds, sorted
  };
  /// What a stretch of time came to.
  struct figures {
    double used = 0;                         ///< of the limit
    double exceeded = 0;                     ///< requests refused, of all that came
    double median = 0, p99 = 0, oldest = 0;  ///< ages in seconds
    double ratio() const { return median > 0 ? p99 / median : 0; }
  };

  explicit fleet(setup what);
  /// From the first start to the last self-stop.
  void run();

  const setup& what() const { return setup_; }
  const std::vector<slot>& slots() const { return slots_; }
  /// Of whole minutes.
  figures measure(base::duration from, base::duration to) const;
  int self_stops_begun() const { return stops_begun_; }
  int self_stops_done() const { return stops_done_; }
  base::duration longest_self_stop() const { return longest_stop_; }
  base::duration longest_first_wait() const { return longest_first_; }

 private:
  enum class kind { start, poll, empty, stop, look };
  struct event {
    base::duration at;
    int agent;
    kind what;
    std::uint32_t plan;  ///< a poll that was planned anew leaves its old plan behind
    bool operator>(const event& other) const { return at > other.at; }
  };
  struct agent {
    poll_scheduler pace;
    base::backoff stop_retry;
    base::duration began{}, fresh{}, empty_from{}, next_poll{}, stop_begun{};
    std::uint32_t plan = 0;
    bool running = false, knows = false, empty = false, awaits_look = false, faulty = false;
  };
  enum class answer { served, throttled, fault };

  agent& at(int which) { return agents_[static_cast<std::size_t>(which)]; }
  poll_preferences preferences() const;
  void handle(const event& now);
  void begin(int which);
  void poll(int which);
  void served(int which);
  void become_empty(int which);
  void look_once_more(int which);
  void try_to_stop(int which);
  void plan_poll(int which, base::duration at);
  void plan(base::duration at, int which, kind what);
  answer ask();
  bool out() const;
  slot& current();
  void look_at_ages();
  void end_all();

  setup setup_;
  base::random_source random_;
  std::vector<agent> agents_;
  std::priority_queue<event, std::vector<event>, std::greater<>> events_;
  std::vector<slot> slots_;
  std::size_t looked_ = 0;
  base::duration now_{};
  int served_in_second_ = 0;
  std::int64_t second_ = -1;
  bool ended_ = false;
  int stops_begun_ = 0, stops_done_ = 0;
  base::duration longest_stop_{}, longest_first_{};
};

/// The worst of all windows of ten minutes, one beginning each minute, and how many were past the criteria: used
/// to four fifths, at most one request of twenty refused, p99 of the ages at most three times the median.
///
/// Left out, because it cannot be otherwise: windows that touch the outage; of the ages, those before everybody
/// has had the time for a first poll, and those in which somebody still waits for the first poll after the outage
/// (the longest interval), since by then some are as old as the outage; of the use, those of the first ten
/// minutes, in which fleets begin to learn how much there is.
struct worst_windows {
  int windows = 0, overdrawn = 0, unused = 0, unfair = 0;
  double exceeded = 0, used = 1, ratio = 0;
  base::duration exceeded_at{}, used_at{}, ratio_at{};
};
worst_windows worst_of(const fleet& all);

}  // namespace gamekeeper::edgegap
