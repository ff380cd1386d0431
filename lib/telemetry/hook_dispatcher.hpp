#pragma once

#include "base/backoff.hpp"
#include "base/clock.hpp"
#include "telemetry/event_history.hpp"
#include "telemetry/hook.hpp"

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace gamekeeper::telemetry {

/// One run of a command, or one call of an address. A command finds `event` in GAMEKEEPER_EVENT and, with a
/// line's end behind it, on its standard input; GAMEKEEPER_EVENT_TYPE is its type. A webhook gets it as the
/// body of a POST, application/json.
struct hook_call {
  std::vector<std::string> command;  ///< or
  std::string url;
  std::vector<std::pair<std::string, std::string>> headers;  ///< beside the usual ones; of a url only
  std::string event;                                         ///< as JSON
  std::string event_type;
  base::time_point deadline{};
};

/// How that went.
struct hook_result {
  enum class kind { done, failed, timed_out };
  kind what = kind::done;
  /// Worth another attempt, and not before `retry_after` when that is given. Of a webhook only: a command's
  /// failure is its last word.
  bool again = false;
  std::optional<base::duration> retry_after;
  std::string detail;  ///< "exit code 3", "HTTP 503", …: never a token
};

/// Does one call and gives its result, once, on a later turn of the loop and by the call's deadline.
using hook_carrier = std::function<void(hook_call, std::function<void(hook_result)>)>;

/// What became of one event at one hook.
struct hook_outcome {
  std::string name;  ///< of the hook
  std::string on;
  std::uint64_t on_seq = 0;
  std::string outcome;  ///< "done", "failed", "timed_out", "dropped"
  int attempts = 0;
  std::string detail;
};

/// Brings events to hooks: each hook gets its events in order, one at a time, so that one which hangs holds
/// up nobody else. An event that finds limits::hook_queue others waiting is dropped, and said to be. Webhooks
/// are tried limits::hook_webhook_attempts times, with growing pauses. What is handed in outlives the
/// dispatcher.
class hook_dispatcher {
 public:
  struct seams {
    hook_carrier run_command;
    hook_carrier call_webhook;
    std::function<void(const hook_outcome&)> tell;
  };
  hook_dispatcher(base::clock& time, base::random_source& random, std::vector<hook> hooks, seams outside);
  ~hook_dispatcher();
  hook_dispatcher(const hook_dispatcher&) = delete;
  hook_dispatcher& operator=(const hook_dispatcher&) = delete;

  void offer(const recorded_event& happened);
  /// Nothing waits and nothing is under way.
  bool idle() const noexcept;

 private:
  struct lane;
  std::vector<std::shared_ptr<lane>> lanes_;
};

}  // namespace gamekeeper::telemetry
