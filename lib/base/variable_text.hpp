#pragma once

#include <string_view>

namespace gamekeeper::base {

/// What an environment variable says: its value without the blanks and line ends around it, and without the one pair of
/// quotes around what is left. `docker run --env-file` takes a line as it stands, so a file from
/// Windows leaves a '\r', and NAME="value" its quotes. What stands between the quotes is kept as it is; quotes that
/// the value holds elsewhere, too, are its own. Everything of ours that reads a variable reads it by this; the game
/// gets its variables untouched.
std::string_view variable_text(std::string_view value) noexcept;

}  // namespace gamekeeper::base
