#pragma once

#include <string>
#include <string_view>

namespace gamekeeper::base {

/// A stranger's text as one field for a person's terminal. What could drive the terminal or change the order
/// of what is read becomes "?": control characters (C0 with newline and tab, DEL, C1), Unicode's format
/// characters (the bidirectional ones among them), line and paragraph separators, and bytes that are no UTF-8.
std::string terminal_text(std::string_view text);

/// The same for a text of several lines: newlines and tabs stay.
std::string terminal_lines(std::string_view text);

/// The same for JSON: characters become their escapes ("\u009b"), so that it means what it meant; newlines
/// and tabs stay.
std::string terminal_json(std::string_view json);

}  // namespace gamekeeper::base
