#include "gamekeeper/run/pace.hpp"

#include <algorithm>

namespace gamekeeper::run {

bool platform_matters(const lifecycle::state& core, const std::vector<occupancy::detector_view>& detectors,
                      bool counted, bool answered) {
  if (core.why) return false;
  if (!answered) return true;
  return counted && std::none_of(detectors.begin(), detectors.end(), [](const auto& each) {
           return each.name != occupancy::sockets_usage && each.what == occupancy::presence::players;
         });
}

bool pace::follow(bool matters) {
  if (!attached() || relaxed_ != matters) return false;
  relaxed_ = !matters;
  (relaxed_ ? told_.relax : told_.hurry)();
  return true;
}

}  // namespace gamekeeper::run
