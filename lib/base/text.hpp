#pragma once

#include <string_view>

namespace gamekeeper::base {

/// Without the blanks, tabs and line ends around it.
std::string_view trimmed(std::string_view text) noexcept;

}  // namespace gamekeeper::base
