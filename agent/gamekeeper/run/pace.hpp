#pragma once

#include "lifecycle/state.hpp"
#include "occupancy/fusion.hpp"

#include <functional>
#include <vector>

namespace gamekeeper::run {

/// Whether what the platform says can change a decision. Not once the end is decided; nor, since it has `answered`
/// and so told its own limit, when its count is no detector (`counted`), or while another detector sees players.
/// With both windows off the count still matters: people look at it, and a drain waits for it.
bool platform_matters(const lifecycle::state& core, const std::vector<occupancy::detector_view>& detectors,
                      bool counted, bool answered);

/// Tells the watcher how eagerly to ask, once per change.
class pace {
 public:
  struct listener {
    std::function<void()> hurry;
    std::function<void()> relax;
  };
  /// The watcher begins by being eager. What is handed in outlives the pace.
  void attach(listener told) { told_ = std::move(told); }
  bool attached() const noexcept { return told_.relax != nullptr; }
  /// Whether it changed.
  bool follow(bool matters);
  bool relaxed() const noexcept { return relaxed_; }

 private:
  listener told_;
  bool relaxed_ = false;
};

}  // namespace gamekeeper::run
