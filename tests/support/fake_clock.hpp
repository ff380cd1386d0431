#pragma once

#include "base/clock.hpp"

#include <boost/asio/io_context.hpp>

#include <map>

namespace gamekeeper::tests {

/// Time that moves only when advance() is called. Alarms ring in the order of their deadlines, and the loop
/// is drained between two of them, so that what one alarm starts can arm the next.
class fake_clock final : public base::clock {
 public:
  explicit fake_clock(boost::asio::io_context& loop) : loop_(loop) {}

  base::time_point now() const override { return now_; }
  base::wall_time wall() const override {
    return base::wall_time(std::chrono::seconds(1'800'000'000)) + now_.time_since_epoch();
  }
  std::unique_ptr<base::timer> make_timer() override { return std::make_unique<alarm>(*this); }

  /// Runs the loop dry, then rings every alarm up to `by` from now, then runs the loop dry again.
  void advance(base::duration by) {
    const auto target = now_ + by;
    drain();
    while (!armed_.empty() && armed_.begin()->first <= target) {
      now_ = std::max(now_, armed_.begin()->first);
      auto* next = armed_.begin()->second;
      next->ring();
      drain();
    }
    now_ = target;
  }

  /// Everything stands still for so long, and no alarm rings meanwhile.
  void freeze(base::duration by) { now_ += by; }

  /// How many alarms wait; none may be left where a test says that nothing waits.
  std::size_t waiting() const { return armed_.size(); }

 private:
  class alarm final : public base::timer {
   public:
    explicit alarm(fake_clock& owner) : owner_(owner) {}
    ~alarm() override { disarm(); }
    void arm(base::time_point deadline, std::function<void()> on_expiry) override {
      disarm();
      call_ = std::move(on_expiry);
      entry_ = owner_.armed_.emplace(deadline, this);
      waits_ = true;
    }
    void disarm() override {
      if (!waits_) return;
      owner_.armed_.erase(entry_);
      waits_ = false;
      call_ = nullptr;
    }
    void ring() {
      owner_.armed_.erase(entry_);
      waits_ = false;
      auto call = std::move(call_);
      call();  // may destroy this alarm
    }

   private:
    fake_clock& owner_;
    std::function<void()> call_;
    std::multimap<base::time_point, alarm*>::iterator entry_;
    bool waits_ = false;
  };

  void drain() {
    loop_.restart();
    while (loop_.poll() > 0) loop_.restart();
  }

  boost::asio::io_context& loop_;
  base::time_point now_{std::chrono::hours(1)};
  std::multimap<base::time_point, alarm*> armed_;
};

}  // namespace gamekeeper::tests
