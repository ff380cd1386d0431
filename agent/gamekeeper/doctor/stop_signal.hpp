#pragma once

#include "gamekeeper/findings/finding.hpp"
#include "settings/agent_settings.hpp"

#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::doctor {

/// What an image is stopped with, and the file that says so.
struct seen_stop_signal {
  std::string text;  ///< "SIGINT", as it is written
  std::string file;  ///< "/app/Dockerfile"
};

/// No container can see its image's STOPSIGNAL. It can where the Dockerfile was copied into the image with everything
/// else that lay beside it: nothing when none of the folders has one that says it.
std::optional<seen_stop_signal> find_stop_signal(const std::vector<std::string>& folders);

/// Whether that signal begins the drain on the platform.
findings::finding judge_stop_signal(const settings::agent_settings& chosen,
                                    const std::optional<seen_stop_signal>& seen);

}  // namespace gamekeeper::doctor
