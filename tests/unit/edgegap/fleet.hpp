#pragma once

#include "base/backoff.hpp"
#include "edgegap/poll_pace.hpp"

#include <cstdint>
#include <queue>
#include <vector>

namespace gamekeeper::edgegap {

/// Many agents of one organisation, a platform with one limit for all of them, and a virtual clock. The
/// agents' pace is the real one; what an agent is told is decided by the platform alone.
///
/// Deployments start as fast as the platform allows (40 a second, documented). Each has players for some
/// hours, during which nothing can change its decision; then it is empty and near a decision for a while;
/// then it stops itself, with the waits of lib/lifecycle (retry_min, retry_max, full jitter), and another one
/// takes its place. A self-stop counts against the same limit: nothing says that it does not.
class fleet {
 public:
  struct setup {
    int agents = 0;
    base::duration outage_at{};
    base::duration outage_for = std::chrono::minutes(10);
    base::duration end_at{};  ///< then all of them stop themselves at once
    poll_pace::wishes wishes{std::chrono::seconds(10), std::chrono::seconds(450), 0.1};
    std::uint64_t seed = 1;
  };
  static constexpr int limit = 20;  ///< requests in one second of the clock
  static constexpr int starts_per_second = 40;
  static constexpr base::duration bucket_size = std::chrono::seconds(30);

  /// What happened in one stretch of time.
  struct bucket {
    int asked = 0;  ///< polls and self-stops, whatever they were told
    int served = 0;
    int throttled = 0;
    int median_age_s = 0, p99_age_s = 0;  ///< of what the agents know, at its end
  };

  explicit fleet(setup what);
  /// From the first start to the last self-stop.
  void run();

  const std::vector<bucket>& buckets() const { return buckets_; }
  /// The largest number of requests in one second of [from, to).
  int busiest_second(base::duration from, base::duration to) const;
  /// Ages of what agents know, looked at every bucket's end in [from, to), of some of them in turn; sorted, in
  /// milliseconds.
  std::vector<int> ages(base::duration from, base::duration to) const;
  int self_stops_begun() const { return stops_begun_; }
  int self_stops_done() const { return stops_done_; }
  base::duration longest_self_stop() const { return longest_stop_; }

 private:
  enum class kind { start, poll, empty, stop };
  struct event {
    base::duration at;
    int agent;
    kind what;
    std::uint32_t plan;  ///< a poll that was planned anew leaves its old plan behind
    bool operator>(const event& other) const { return at > other.at; }
  };
  struct agent {
    poll_pace pace;
    base::backoff stop_retry;
    base::duration fresh{}, last_poll{}, next_poll{}, stop_begun{};
    std::uint32_t plan = 0;
    bool running = false, stopping = false;
  };
  enum class answer { served, throttled, fault };

  void handle(const event& now);
  void begin(int which);
  void poll(int which);
  void become_empty(int which);
  void try_to_stop(int which);
  void plan_poll(int which, base::duration at);
  void plan(base::duration at, int which, kind what);
  answer ask();
  bool out() const;
  void look();
  void end_all();

  setup setup_;
  base::random_source random_;
  std::vector<agent> agents_;
  std::priority_queue<event, std::vector<event>, std::greater<>> events_;
  std::vector<bucket> buckets_;
  std::vector<int> seconds_;  // requests in each
  std::vector<std::vector<int>> ages_;
  base::duration now_{};
  int served_in_second_ = 0;
  std::int64_t second_ = -1;
  bool ended_ = false;
  int stops_begun_ = 0, stops_done_ = 0;
  base::duration longest_stop_{};
};

}  // namespace gamekeeper::edgegap
