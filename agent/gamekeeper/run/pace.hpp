#pragma once

#include "edgegap/watcher.hpp"
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
struct approach {
  base::time_point from, until;
};
/// Nothing while no idle end is coming.
std::optional<approach> approach_of(const lifecycle::state& core);

/// Tells the watcher how eagerly to ask, once per change.
class pace {
 public:
  struct listener {
    std::function<void()> attend;
    std::function<void()> relax;
    std::function<void(base::time_point)> hurry;
    std::function<void()> look;
    std::function<base::duration()> interval;  ///< about how long it waits when nobody hurries it
  };
  /// The watcher begins by attending. What is handed in outlives the pace.
  void attach(listener told) { told_ = std::move(told); }
  bool attached() const noexcept { return told_.relax != nullptr; }
  /// Whether it changed.
  bool follow(bool matters);
  /// Asked quickly until then; nothing: no more.
  void hurry(std::optional<base::time_point> until);
  /// One poll at once.
  void look() { told_.look(); }
  base::duration interval() const { return attached() ? told_.interval() : base::duration(0); }

 private:
  listener told_;
  bool relaxed_ = false;
  std::optional<base::time_point> hurried_;
};

/// What is told to the watcher itself, which outlives it.
pace::listener steering(edgegap::watcher& who);

}  // namespace gamekeeper::run
