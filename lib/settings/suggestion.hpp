#pragma once

#include <string>
#include <string_view>

namespace gamekeeper::settings {

/// ", did you mean 'policy.dry_run'?" for a key that is none; empty when nothing is near.
std::string suggestion_for_key(std::string_view key);

/// ", did you mean 'GAMEKEEPER_POLICY_DRY_RUN'?" for a GAMEKEEPER_* variable that is none: also for one that lacks the
/// group, GAMEKEEPER_DRY_RUN.
std::string suggestion_for_variable(std::string_view name);

}  // namespace gamekeeper::settings
