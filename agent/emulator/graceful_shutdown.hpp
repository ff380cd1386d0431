#pragma once

#include "base/clock.hpp"
#include "base/limits.hpp"
#include "base/log.hpp"
#include "emulator/platform/platform.hpp"
#include "process/signals.hpp"

#include <boost/asio/io_context.hpp>

#include <memory>
#include <string_view>

namespace gamekeeper::emulator_program {

/// Ends the deployments as the platform would, however long that takes within its bound; a second signal does not
/// wait. All that it is given outlives it.
class graceful_shutdown {
 public:
  graceful_shutdown(boost::asio::io_context& loop, base::clock& time, base::logger& log,
                    emulator::platform& platform)
      : loop_(loop), log_(log), platform_(platform), bound_(time.make_timer()), time_(time) {}

  void begin(int signal) {
    if (begun_) return finish("a second signal: everything is killed");
    begun_ = true;
    log_.info("ending: all deployments are stopped", {{"signal", process::signal_name(signal)}});
    bound_->arm(time_.now() + base::limits::emulator_shutdown,
                [this] { finish("some deployments took too long to end: everything is killed"); });
    platform_.shut_down([this] { loop_.stop(); });
  }

 private:
  void finish(std::string_view why) {
    log_.warn(why);
    loop_.stop();
  }

  boost::asio::io_context& loop_;
  base::logger& log_;
  emulator::platform& platform_;
  std::unique_ptr<base::timer> bound_;
  base::clock& time_;
  bool begun_ = false;
};

}  // namespace gamekeeper::emulator_program
