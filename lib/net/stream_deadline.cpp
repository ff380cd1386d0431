#include "net/stream_deadline.hpp"

namespace gamekeeper::net {

stream_deadline::stream_deadline(base::clock& time, byte_stream& stream)
    : time_(time), stream_(stream), timer_(time.make_timer()) {}

void stream_deadline::set(base::time_point when, action what) {
  when_ = when;
  what_ = what;
  expired_ = false;
  if (when_ < armed_) arm();
}

void stream_deadline::arm() {
  armed_ = when_;
  timer_->arm(when_, [this] { ring(); });
}

void stream_deadline::ring() {
  armed_ = never;
  if (when_ == never) return;
  if (time_.now() < when_) return arm();
  when_ = never;
  expired_ = true;
  if (what_ == action::close)
    stream_.close();
  else
    stream_.stop_reading();
}

}  // namespace gamekeeper::net
