#pragma once

#include "base/clock.hpp"
#include "net/byte_stream.hpp"

#include <memory>

namespace gamekeeper::net {

/// Ends what a stream does when time is up. Moving the deadline to a later time touches no timer: the alarm
/// that rings too early arms itself again. So a deadline for each step of each request costs next to nothing.
class stream_deadline {
 public:
  stream_deadline(base::clock& time, byte_stream& stream);

  /// Replaces whatever was set before.
  void close_at(base::time_point when) { set(when, action::close); }
  void stop_reading_at(base::time_point when) { set(when, action::stop_reading); }
  void clear() noexcept { when_ = never; }
  /// Whether the deadline that was set last has passed.
  bool expired() const noexcept { return expired_; }

 private:
  enum class action { close, stop_reading };
  static constexpr auto never = base::time_point::max();

  void set(base::time_point when, action what);
  void arm();
  void ring();

  base::clock& time_;
  byte_stream& stream_;
  std::unique_ptr<base::timer> timer_;
  base::time_point when_ = never;
  base::time_point armed_ = never;
  action what_ = action::close;
  bool expired_ = false;
};

}  // namespace gamekeeper::net
