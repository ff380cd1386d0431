#pragma once

#include "edgegap/watch/watcher.hpp"
#include "lifecycle/state.hpp"
#include "occupancy/fusion.hpp"

#include <functional>
#include <optional>
#include <vector>

namespace gamekeeper::run {

/// Whether what the platform says can change a decision. Not once the end is decided; nor, since it has `answered`
/// and so told its own limit, when its count is no detector (`counted`), or while another detector sees players.
/// With both windows off the count still matters: people look at it, and a drain waits for it.
bool platform_matters(const lifecycle::state& core, const std::vector<occupancy::detector_view>& detectors,
                      bool counted, bool answered);

/// Before an idle end the platform is asked quickly: from limits::poll_near_before ahead of it until it is decided.
struct decision_window {
  base::time_point from, until;
};
/// Nothing while no idle end is coming.
std::optional<decision_window> decision_window_of(const lifecycle::state& core);

/// Tells the watcher how urgently to poll, once per change.
class poll_urgency {
 public:
  struct control {
    std::function<void()> set_active;
    std::function<void()> set_idle;
    std::function<void(base::time_point)> poll_fast_until;
    std::function<void()> poll_now;
    std::function<base::duration()> interval;  ///< between two polls when nobody asks for a fast one
  };
  /// The watcher begins active. What is handed in outlives the urgency.
  void attach(control watcher) { watcher_ = std::move(watcher); }
  bool attached() const noexcept { return watcher_.set_idle != nullptr; }
  /// Whether it changed.
  bool follow(bool matters);
  /// Asked quickly until then; nothing: no more.
  void poll_fast_until(std::optional<base::time_point> until);
  /// One poll at once.
  void poll_now() { watcher_.poll_now(); }
  base::duration interval() const { return attached() ? watcher_.interval() : base::duration(0); }

 private:
  control watcher_;
  bool is_idle_ = false;
  std::optional<base::time_point> fast_until_;
};

/// The control of a watcher, which outlives it.
poll_urgency::control control_of(edgegap::watcher& watcher);

}  // namespace gamekeeper::run
