#pragma once

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "base/log.hpp"
#include "edgegap/client/client.hpp"
#include "edgegap/watch/poll_scheduler.hpp"
#include "edgegap/watch/wakeable_clock.hpp"

#include <boost/asio/awaitable.hpp>

#include <functional>
#include <optional>
#include <set>
#include <string>

namespace gamekeeper::edgegap {

/// What the watcher saw at one moment.
struct observation {
  observation(base::time_point when, operation_id from, api_result<deployment> what)
      : at(when), source(from), answer(std::move(what)) {}

  base::time_point at;
  base::duration took{};  ///< from the question to the answer, DNS and handshake included
  operation_id source;    ///< context_get or deployment_status
  api_result<deployment> answer;
  /// Why the platform has done with this deployment (410, TERMINATED, ERROR), as a sentence, once it has said so
  /// twice, limits::end_confirmation apart and with no other word in between; TERMINATING is not done.
  std::optional<std::string> platform_done;
};

struct watch_settings {
  base::duration interval = std::chrono::seconds(10);           ///< at best, until set_idle()
  base::duration relaxed_interval = std::chrono::seconds(450);  ///< at best, after it
  double jitter = 0.1;                                          ///< share of the interval, either way
  int fleet = 1;  ///< agents that share the platform's limit; 0: nobody knows
  base::duration request_timeout = std::chrono::seconds(5);
};

/// Polls the agent's own deployment and hands on what it sees; decides nothing. An answer with another request_id, or
/// with none, is not about it and counts as a failure. Asks the context endpoint
/// when it was injected, else the status operation when there is an organisation token, else nobody. When the
/// context endpoint answers 404 (the platform may not offer it), it changes to the status operation if it
/// can.
///
/// How often: as poll_scheduler.hpp says. After a network fault or a 5xx, full jitter up to
/// limits::poll_backoff_max, or its pace; after 429 or with Retry-After, not before that; after an answer
/// that will not change (401, 403, 404, 410, 400), limits::poll_denied_interval. Each kind of fault is logged
/// once per outage, and the recovery with its length.
///
/// Start with task_group.spawn("watch", watcher.run()); everything that is handed in outlives the watcher,
/// and the watcher outlives run(). The observer may call anything of the watcher.
class watcher {
 public:
  using observer = std::function<void(const observation&)>;

  watcher(client& platform, base::clock& time, base::random_source& random, base::logger& log,
          watch_settings settings, std::string request_id, observer on_observation);

  /// Runs until it is cancelled, or returns at once when there is nothing to ask.
  boost::asio::awaitable<void> run();

  /// Whether there is anything to ask.
  bool has_source() const noexcept { return choose_source().has_value(); }
  /// Until `until` a decision is near: the next poll comes soon, and so do those after it.
  /// Backoff and Retry-After stand, and so does the gap between two polls.
  void poll_fast_until(base::time_point until);
  /// A decision waits for the next poll: it comes at once, but for the same exceptions.
  void poll_now();
  /// Nothing that the platform says can change a decision: `relaxed_interval`, from the next poll on.
  void set_idle();
  /// It can: `interval`, from now on. So it is in the beginning.
  void set_active();
  /// About how long it waits between two polls when nobody hurries it.
  base::duration pace() const noexcept { return pace_.usual_interval(); }

 private:
  std::optional<operation_id> choose_source() const noexcept;
  bool can_ask_status() const noexcept;
  boost::asio::awaitable<api_result<decoded_deployment>> poll(base::time_point deadline);
  /// Keeps what the answer means for the polls to come, and gives what there is to hand on.
  observation note(const api_result<decoded_deployment>& answer);
  void note_success(const decoded_deployment& answer);
  /// The moment of the next poll.
  base::time_point schedule(const api_result<decoded_deployment>& answer, const observation& noted);
  /// The context endpoint is not offered here, and the status operation can be asked in its place.
  bool is_source_missing(const api_error& failure) const noexcept;
  api_result<decoded_deployment> about_us(api_result<decoded_deployment> answer) const;
  std::optional<std::string> confirmed_end(std::optional<std::string> reason, bool answered);
  base::time_point after_success();
  base::time_point after_failure(const api_error& failure);
  base::duration wait_after(const api_error& failure);
  bool broken() const noexcept { return broken_since_.has_value(); }
  /// What is left of the wait is at most `wait`, but so that there is a gap to the last poll.
  void come_forward(base::duration wait, base::duration gap);
  void update_pace();

  client& platform_;
  wakeable_clock time_;
  base::random_source& random_;
  base::logger& log_;
  watch_settings settings_;
  std::string request_id_;
  observer observer_;

  operation_id source_ = operation_id::context_get;
  poll_scheduler pace_;
  base::time_point near_until_{};
  base::time_point last_poll_{};
  std::optional<base::time_point> broken_since_;
  std::optional<base::time_point> end_seen_at_;  ///< the platform's terminal word, since it was first said
  int failures_ = 0;
  std::set<outcome_kind> kinds_said_;
  std::set<std::string> warnings_said_;
};

}  // namespace gamekeeper::edgegap
