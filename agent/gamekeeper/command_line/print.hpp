#pragma once

#include <string_view>

namespace gamekeeper::command_line {

/// To stdout and to stderr, at once: a line that is there is read by somebody who waits for it. Without
/// <iostream>, whose locales are half a megabyte of a static program.
void print(std::string_view text);
/// What went wrong may quote a stranger: it goes through base::terminal_lines.
void print_error(std::string_view text);

}  // namespace gamekeeper::command_line
