#pragma once

#include "settings/setting.hpp"
#include "settings/settings_file.hpp"

#include <string_view>

namespace gamekeeper::settings {

/// Whether a value of this form in the file can be one of a setting of this kind.
bool fits(setting::kind row, file_entry::form found) noexcept;

/// What a setting of this kind is in the file: "true or false", "an array of strings".
std::string_view expected(setting::kind row) noexcept;

}  // namespace gamekeeper::settings
