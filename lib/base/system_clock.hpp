#pragma once

#include "base/clock.hpp"

#include <boost/asio/any_io_executor.hpp>

namespace gamekeeper::base {

/// The real time: CLOCK_MONOTONIC for deadlines, CLOCK_REALTIME for people.
class system_clock final : public clock {
 public:
  explicit system_clock(boost::asio::any_io_executor loop) : loop_(std::move(loop)) {}
  time_point now() const override;
  wall_time wall() const override;
  std::unique_ptr<timer> make_timer() override;

 private:
  boost::asio::any_io_executor loop_;
};

}  // namespace gamekeeper::base
