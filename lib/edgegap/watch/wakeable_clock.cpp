#include "edgegap/watch/wakeable_clock.hpp"

#include <functional>
#include <utility>

namespace gamekeeper::edgegap {

class wakeable_clock::alarm final : public base::timer {
 public:
  alarm(std::unique_ptr<base::timer> inner, std::shared_ptr<armed_alarm> armed)
      : inner_(std::move(inner)), armed_(std::move(armed)) {}
  ~alarm() override { disarm(); }

  void arm(base::time_point deadline, std::function<void()> on_expiry) override {
    call_ = std::move(on_expiry);
    armed_->current = this;
    set(deadline);
  }

  void disarm() override {
    if (armed_->current == this) armed_->current = nullptr;
    call_ = nullptr;
    inner_->disarm();
  }

  void wake_by(base::time_point when) {
    if (when < deadline_) set(when);
  }

 private:
  void set(base::time_point deadline) {
    deadline_ = deadline;
    inner_->arm(deadline, [this] {
      if (armed_->current == this) armed_->current = nullptr;
      const auto call = std::exchange(call_, nullptr);
      call();  // may destroy this alarm
    });
  }

  std::unique_ptr<base::timer> inner_;
  std::shared_ptr<armed_alarm> armed_;
  std::function<void()> call_;
  base::time_point deadline_{};
};

wakeable_clock::wakeable_clock(base::clock& inner) : inner_(inner), armed_(std::make_shared<armed_alarm>()) {}

std::unique_ptr<base::timer> wakeable_clock::make_timer() {
  return std::make_unique<alarm>(inner_.make_timer(), armed_);
}

void wakeable_clock::wake_by(base::time_point when) {
  if (armed_->current) armed_->current->wake_by(when);
}

}  // namespace gamekeeper::edgegap
