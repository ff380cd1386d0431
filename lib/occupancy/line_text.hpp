#pragma once

#include <functional>
#include <string_view>

namespace gamekeeper::occupancy {

/// What a person reads of one line that a game wrote to a terminal or a log. Escape sequences (ECMA-48) and
/// control characters are no text, a backspace takes a character back, a byte order mark is nothing, and so are
/// the zero bytes of UTF-16. Where the line is written anew from its beginning (CR, the cursor's movements, a
/// line that is erased), that is a text of its own: a progress bar or a prompt hides nothing that stands
/// behind it, nor before it.
///
/// Calls `on_text` for each text that is not empty, in order; for an empty line not at all. The views are valid
/// during the call.
void read_line(std::string_view line, const std::function<void(std::string_view)>& on_text);

}  // namespace gamekeeper::occupancy
