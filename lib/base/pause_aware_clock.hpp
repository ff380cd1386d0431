#pragma once

#include "base/clock.hpp"

namespace gamekeeper::base {

/// A clock that stands still while the process does: the container is frozen, the process is stopped, the machine is
/// starved. Nobody could say anything to us then, so that every deadline about others moves by the gap, wherever it is
/// kept. A deadline of somebody whose own timer runs on has to be told (`on_pause`).
///
/// While a timer is armed it looks at the real time every `beat`; two looks further apart than `longest` are a pause,
/// and no time passes between them. While none is armed nothing waits, and nothing is looked at.
class pause_aware_clock final : public clock {
 public:
  /// Often enough for the shortest watchdog (1s), and few enough wake-ups to cost nothing.
  static constexpr duration beat{500};
  /// A busy machine is late by this much without anybody noticing.
  static constexpr duration longest{1000};

  /// `real` outlives it.
  explicit pause_aware_clock(clock& real)
      : real_(real), heartbeat_(real.make_timer()), bell_(real.make_timer()) {}

  time_point now() const override;
  wall_time wall() const override { return real_.wall(); }
  std::unique_ptr<timer> make_timer() override;
  /// Called from the loop after each pause, with its length; never from inside now().
  void on_pause(std::function<void(duration)> listener) { listener_ = std::move(listener); }

 private:
  class alarm;

  void look() const;
  void count_armed(int change);
  void wait_for_beat();
  /// When it will be `deadline` by the real clock, unless there is another pause.
  time_point real_time_of(time_point deadline) const { return deadline + behind_; }

  clock& real_;
  std::unique_ptr<timer> heartbeat_;
  std::unique_ptr<timer> bell_;
  std::function<void(duration)> listener_;
  int armed_ = 0;
  std::shared_ptr<int> alive_ = std::make_shared<int>();  ///< a loop may outlive us with alarms in it
  mutable time_point last_look_{};                        ///< by the real clock
  mutable duration behind_{};                             ///< the sum of all pauses
  mutable duration pause_to_report_{};
};

}  // namespace gamekeeper::base
