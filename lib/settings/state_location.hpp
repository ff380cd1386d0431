#pragma once

#include "settings/agent_settings.hpp"

#include <optional>
#include <string>
#include <vector>

/// Where the decision to end is kept (`state.file`). It is there for an agent that was killed, and that is started
/// again together with its container, so the place has to outlive that.
namespace gamekeeper::settings {

/// Why what lies in `folder` is gone once its container is restarted, as the end of a sentence; empty: it stays.
///
/// A container that Docker or Podman starts again has its own files and volumes as they were, and every tmpfs anew
/// (docker-run(1), --tmpfs). One that Kubernetes starts again in its pod begins with its image, and every volume of the
/// pod is as it was, in memory or not (Kubernetes, "Volumes", emptyDir).
std::string loss_at_restart(const std::string& folder);

/// The folders that the agent chooses from: one that is mounted or made for this, then those for what changes.
std::vector<std::string> state_folders();

/// The path to use; nothing: off. Where the agent chooses it is in the first of `folders` that can be written to and
/// that nothing is lost from, else in the first that can be written to, else in the last.
std::optional<std::string> state_path(const location& chosen,
                                      const std::vector<std::string>& folders = state_folders());

}  // namespace gamekeeper::settings
