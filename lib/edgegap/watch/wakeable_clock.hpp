#pragma once

#include "base/clock.hpp"

#include <memory>

namespace gamekeeper::edgegap {

/// A clock whose one sleeper can be woken before its time: what wake_by() moves is the alarm that was armed
/// last through this clock. The inner clock outlives it.
class wakeable_clock final : public base::clock {
 public:
  explicit wakeable_clock(base::clock& inner);
  base::time_point now() const override { return inner_.now(); }
  base::wall_time wall() const override { return inner_.wall(); }
  std::unique_ptr<base::timer> make_timer() override;

  /// The armed alarm rings at `when` if that is earlier than what it waits for. Nothing happens when none is
  /// armed.
  void wake_by(base::time_point when);

 private:
  class alarm;
  /// Shared with the alarms: a suspended coroutine, and the alarm in it, can live longer than this clock.
  struct armed_alarm {
    alarm* current = nullptr;
  };

  base::clock& inner_;
  std::shared_ptr<armed_alarm> armed_;
};

}  // namespace gamekeeper::edgegap
