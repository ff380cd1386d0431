#pragma once

#include "base/error.hpp"
#include "settings/setting.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::settings {

/// A text that fits its setting.
struct value {
  std::string text;   ///< as it was written; of a boolean "on" or "off", of a list as show_list() has it
  bool word = false;  ///< it is one of the setting's words
  std::int64_t number = 0;  ///< of a duration: milliseconds; of an integer: itself; of a boolean: 1 or 0
  std::vector<std::string> items = {};  ///< of a list
};

/// on, true, yes or 1, and off, false, no or 0, in any case; nothing for another word.
std::optional<bool> read_switch(std::string_view word);

/// invalid_input says what is wrong with the text; setting::allowed() says what would be right.
base::result<value> check(const setting& row, std::string_view text);

/// A text from outside as it may stand in a message: control characters replaced, cut when it is long.
std::string printable(std::string_view text);
/// The same in quotes.
std::string quote(std::string_view text);

}  // namespace gamekeeper::settings
