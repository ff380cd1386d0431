#pragma once

#include "base/error.hpp"
#include "emulator/platform/platform.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::emulator {

/// `busy` when there are limits::emulator_tags, `denied` when the deployment has it already. The process's
/// environment stays as it is: injected variables are a snapshot.
base::result<deployment_tag> add_tag(platform& owner, deployment& d, std::string name);
/// not_found, or `denied` when another tag has the new name.
base::result<deployment_tag> rename_tag(platform& owner, deployment& d, std::string_view name,
                                        std::string new_name);
/// Whether there was one.
bool remove_tag(platform& owner, deployment& d, std::string_view name);

}  // namespace gamekeeper::emulator
