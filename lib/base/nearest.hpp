#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::base {

/// The candidates that begin with `word`; none for a word of fewer than three letters, leading dashes not counted.
std::vector<std::string_view> completions(std::string_view word,
                                          std::span<const std::string_view> candidates);

/// The only candidate that begins with `word`, else the one that is fewest edits away from it, or empty when none is
/// near enough to be a slip of the finger (more than a third of the letters differ).
std::string_view nearest(std::string_view word, std::span<const std::string_view> candidates);

}  // namespace gamekeeper::base
