#pragma once

#include "base/clock.hpp"
#include "lifecycle/machine.hpp"

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace gamekeeper::run {

/// Runs the core: hands it one event after the other, and its effects to whoever applies them. One timer stands for
/// every deadline. Knows no event loop but the clock.
class lifecycle_driver {
 public:
  struct seams {
    std::function<void(const lifecycle::effect&)> apply;
    /// Each batch of events has been handled: the caller reschedules.
    std::function<void()> on_settled;
    /// A deadline is due, the core's or one that the caller added: it posts what has happened.
    std::function<void()> on_alarm;
  };

  /// The clock outlives the driver.
  lifecycle_driver(base::clock& time, const lifecycle::policy& rules, seams around);

  const lifecycle::state& state() const noexcept { return state_; }
  base::time_point now() const { return time_.now(); }

  /// The core handles the event at once or, while effects are being applied, after them, in the order of posting.
  void post(lifecycle::event event);
  /// Begins with an end that was decided earlier. Events that its effects post are held back until the next post().
  void resume(lifecycle::verdict verdict, std::string reason, std::optional<int> exit_code);
  /// Sets the timer to the core's next deadline or to `others`, whichever comes first.
  void reschedule(const std::optional<base::time_point>& others);

 private:
  void apply(const std::vector<lifecycle::effect>& effects);

  base::clock& time_;
  seams seams_;
  lifecycle::state state_;
  std::deque<lifecycle::event> pending_;
  bool is_applying_ = false;
  std::unique_ptr<base::timer> timer_;
  std::optional<base::time_point> armed_for_;
};

}  // namespace gamekeeper::run
