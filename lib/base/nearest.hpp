#pragma once

#include <span>
#include <string>
#include <string_view>

namespace gamekeeper::base {

/// The candidate that is fewest edits away from `word`, or empty when none is near enough to be a slip of the
/// finger (more than a third of the letters differ).
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace gamekeeper::base
