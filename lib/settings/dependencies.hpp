#pragma once

#include "settings/agent_settings.hpp"
#include "settings/problem.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::settings {

/// A setting that is right by itself and, beside the others, says what cannot be.
struct unmet_dependency {
  std::string_view key;
  problem::severity weight = problem::severity::warning;
  std::string message;
  bool falls_back = false;  ///< to its default: as it is it would end the game
};

/// Those among the settings that somebody gave. An error is a wish that can never come true (the detector log without
/// patterns, a window that no detector can open); a warning is a value that nothing looks at. `is_given` says whether
/// some layer set a key, `is_changed` whether to something else than its default.
std::vector<unmet_dependency> find_unmet_dependencies(
    const agent_settings& values, const std::function<bool(std::string_view)>& is_given,
    const std::function<bool(std::string_view)>& is_changed);

}  // namespace gamekeeper::settings
