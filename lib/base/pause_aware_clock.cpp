#include "base/pause_aware_clock.hpp"

#include <utility>

namespace gamekeeper::base {

class pause_aware_clock::alarm final : public timer {
 public:
  explicit alarm(pause_aware_clock& owner)
      : owner_(owner), alive_(owner.alive_), inner_(owner.real_.make_timer()) {}
  ~alarm() override { disarm(); }

  void arm(time_point deadline, std::function<void()> on_expiry) override {
    if (!std::exchange(armed_, true)) owner_.count_armed(1);
    call_ = std::move(on_expiry);
    deadline_ = deadline;
    set();
  }

  void disarm() override {
    inner_->disarm();
    call_ = nullptr;
    if (std::exchange(armed_, false) && !alive_.expired()) owner_.count_armed(-1);
  }

 private:
  void set() {
    inner_->arm(owner_.real_time_of(deadline_), [this] {
      if (owner_.now() < deadline_) return set();  // a pause came in between
      const auto call = std::exchange(call_, nullptr);
      armed_ = false;
      owner_.count_armed(-1);
      call();  // may destroy this alarm
    });
  }

  pause_aware_clock& owner_;
  std::weak_ptr<int> alive_;
  std::unique_ptr<timer> inner_;
  std::function<void()> call_;
  time_point deadline_{};
  bool armed_ = false;
};

time_point pause_aware_clock::now() const {
  look();
  return last_look_ - behind_;
}

void pause_aware_clock::look() const {
  const auto real_now = real_.now();
  const auto passed = real_now - std::exchange(last_look_, real_now);
  if (armed_ == 0 || passed <= longest) return;
  behind_ += passed;
  pause_to_report_ += passed;
  // The caller may be in the middle of a decision: it is told by the loop.
  bell_->arm(real_now, [this] {
    if (const auto gap = std::exchange(pause_to_report_, duration(0)); listener_ && gap > duration(0))
      listener_(gap);
  });
}

void pause_aware_clock::count_armed(int change) {
  look();
  armed_ += change;
  if (armed_ == 1 && change > 0) wait_for_beat();
  if (armed_ == 0) heartbeat_->disarm();
}

void pause_aware_clock::wait_for_beat() {
  heartbeat_->arm(real_.now() + beat, [this] {
    look();
    if (armed_ > 0) wait_for_beat();
  });
}

std::unique_ptr<timer> pause_aware_clock::make_timer() {
  return std::make_unique<alarm>(*this);
}

}  // namespace gamekeeper::base
