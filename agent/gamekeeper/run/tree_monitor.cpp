#include "gamekeeper/run/tree_monitor.hpp"

#include "base/limits.hpp"

#include <algorithm>
#include <utility>

namespace gamekeeper::run {

tree_monitor::tree_monitor(base::clock& time, const process::process_host& host, const game_io& io,
                           seams around)
    : time_(time), host_(host), io_(io), seams_(std::move(around)), timer_(time.make_timer()) {}

void tree_monitor::check() {
  if (!seams_.is_awaited() || !io_.owns_any()) return;
  const auto now = time_.now();
  if (now < next_look_) return timer_->arm(next_look_, [this] { check(); });
  next_look_ = now + base::limits::tree_look_every;
  if (only_hooks_are_left()) seams_.on_only_hooks_left();
}

bool tree_monitor::only_hooks_are_left() const {
  const auto left = host_.descendants();
  return !left.empty() &&
         std::all_of(left.begin(), left.end(), [this](const auto& process) { return io_.owns(process); });
}

}  // namespace gamekeeper::run
