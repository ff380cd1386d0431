#pragma once

#include "settings/load.hpp"

#include <string>

namespace gamekeeper::settings {

/// Every setting with its flag, what is allowed, its default and its variable, for --help.
std::string help_text();

/// The effective values in three columns: key, value, where it came from.
std::string show(const loaded& settings);

/// The file in config/: every setting at its default, with what it means in comments.
std::string annotated_default();

}  // namespace gamekeeper::settings
