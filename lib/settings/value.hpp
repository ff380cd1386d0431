#pragma once

#include "base/error.hpp"
#include "settings/setting.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gamekeeper::settings {

/// A text that fits its setting.
struct value {
  std::string text;         ///< as it was written
  bool word = false;        ///< it is one of the setting's words
  std::int64_t number = 0;  ///< of a duration: milliseconds; of an integer: itself
};

/// invalid_input says what is wrong with the text; setting::allowed() says what would be right.
base::result<value> check(const setting& row, std::string_view text);

/// A text from outside as it may stand in a message: control characters replaced, cut when it is long.
std::string printable(std::string_view text);
/// The same in quotes.
std::string quoted(std::string_view text);

}  // namespace gamekeeper::settings
