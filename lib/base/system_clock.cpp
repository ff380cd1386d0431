#include "base/system_clock.hpp"

#include <boost/asio/steady_timer.hpp>

namespace gamekeeper::base {

namespace {

class steady_alarm final : public timer {
 public:
  explicit steady_alarm(const boost::asio::any_io_executor& loop)
      : timer_(loop), armed_(std::make_shared<int>(0)) {}
  ~steady_alarm() override { disarm(); }

  void arm(time_point deadline, std::function<void()> on_expiry) override {
    const int generation = ++*armed_;
    timer_.expires_at(deadline);
    // A handler that is already queued cannot be cancelled any more: the generation tells it that it is
    // stale.
    timer_.async_wait([current = armed_, generation, call = std::move(on_expiry)](boost::system::error_code) {
      if (*current == generation) call();
    });
  }

  void disarm() override {
    ++*armed_;
    timer_.cancel();
  }

 private:
  boost::asio::steady_timer timer_;
  std::shared_ptr<int> armed_;
};

}  // namespace

time_point system_clock::now() const {
  // Rounded up, so that a wait that has ended is never seen as a moment too early.
  return std::chrono::ceil<duration>(std::chrono::steady_clock::now());
}

wall_time system_clock::wall() const {
  return std::chrono::floor<duration>(std::chrono::system_clock::now());
}

std::unique_ptr<timer> system_clock::make_timer() {
  return std::make_unique<steady_alarm>(loop_);
}

}  // namespace gamekeeper::base
