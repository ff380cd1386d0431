#pragma once

#include "base/error.hpp"

#include <string>
#include <string_view>

namespace gamekeeper::occupancy {

/// The same expression in RE2's syntax (options posix_syntax, word_boundary, one_line, Latin-1): what the two read
/// differently is written in another way, a reference back to a group is refused, and so is what the C library
/// refuses and RE2 would take for plain text. All else that is wrong with it is left for RE2 to say.
base::result<std::string> re2_syntax(std::string_view pattern);

}  // namespace gamekeeper::occupancy
