#pragma once

#include <boost/asio/awaitable.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace gamekeeper::base {

using duration = std::chrono::milliseconds;
/// Time for deadlines: never goes back. Milliseconds are fine enough for everything that the agent decides.
using time_point = std::chrono::time_point<std::chrono::steady_clock, duration>;
/// Time for people and for files: UTC, can jump.
using wall_time = std::chrono::time_point<std::chrono::system_clock, duration>;

/// One alarm. Destroying it disarms it.
class timer {
 public:
  virtual ~timer() = default;
  /// Calls `on_expiry` once from the event loop when `deadline` has come; never from inside arm(). Replaces
  /// what was armed before.
  virtual void arm(time_point deadline, std::function<void()> on_expiry) = 0;
  virtual void disarm() = 0;
};

/// The seam for time. Handed in by main; the fake one in tests/support/ moves only when it is told to.
class clock {
 public:
  virtual ~clock() = default;
  virtual time_point now() const = 0;
  virtual wall_time wall() const = 0;
  virtual std::unique_ptr<timer> make_timer() = 0;
};

/// Completes when `deadline` has come. Reacts to cancellation (throws operation_aborted, as Asio's own timers
/// do).
boost::asio::awaitable<void> sleep_until(clock& time, time_point deadline);

/// "2026-04-22T12:00:46.444Z"
std::string iso8601(wall_time when);

}  // namespace gamekeeper::base
