#pragma once

#include "settings/load.hpp"

namespace gamekeeper {

/// `gamekeeper config check`: every problem, or that there is none. 0 without errors, else 2.
int config_check(const settings::sources& from);
/// `gamekeeper config default`: the commented file, every setting at its default.
int config_default();
/// `gamekeeper config show`: every setting, its value, and where it came from. Problems go to stderr.
int config_show(const settings::sources& from);

}  // namespace gamekeeper
