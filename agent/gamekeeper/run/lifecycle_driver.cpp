#include "gamekeeper/run/lifecycle_driver.hpp"

#include <utility>

namespace gamekeeper::run {

lifecycle_driver::lifecycle_driver(base::clock& time, const lifecycle::policy& rules, seams around)
    : time_(time),
      seams_(std::move(around)),
      state_(lifecycle::begin(rules, time.now())),
      timer_(time.make_timer()) {}

void lifecycle_driver::apply(const std::vector<lifecycle::effect>& effects) {
  for (const auto& effect : effects) seams_.apply(effect);
}

void lifecycle_driver::post(lifecycle::event event) {
  // An effect can bring the next event at once (a spawn that fails): it waits for its turn.
  pending_.push_back(std::move(event));
  if (is_applying_) return;
  is_applying_ = true;
  while (!pending_.empty()) {
    const auto next = std::move(pending_.front());
    pending_.pop_front();
    apply(lifecycle::step(state_, next, time_.now()));
  }
  is_applying_ = false;
  seams_.on_settled();
}

void lifecycle_driver::resume(lifecycle::verdict verdict, std::string reason, std::optional<int> exit_code) {
  is_applying_ = true;
  const auto rules = state_.rules;
  apply(lifecycle::resume(state_, rules, verdict, std::move(reason), exit_code, time_.now()));
  is_applying_ = false;
  seams_.on_settled();
}

void lifecycle_driver::reschedule(const std::optional<base::time_point>& others) {
  auto next = lifecycle::next_deadline(state_);
  if (others && (!next || *others < *next)) next = others;
  if (state_.phase == lifecycle::phase::done) next.reset();
  if (next == armed_for_) return;  // the usual case, and each change is a system call
  armed_for_ = next;
  if (!next) return timer_->disarm();
  timer_->arm(*next, [this] {
    armed_for_.reset();
    seams_.on_alarm();
    post(lifecycle::tick{});
  });
}

}  // namespace gamekeeper::run
