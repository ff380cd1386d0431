#include "gamekeeper/command_line/print.hpp"

#include "base/terminal_text.hpp"

#include <cstdio>

namespace gamekeeper::command_line {

namespace {

// What cannot be written has nowhere to be told.
void put(std::FILE* stream, std::string_view text) {
  std::fwrite(text.data(), 1, text.size(), stream);
  std::fflush(stream);
}

}  // namespace

void print(std::string_view text) {
  put(stdout, text);
}

void print_error(std::string_view text) {
  put(stderr, base::terminal_lines(text));
}

}  // namespace gamekeeper::command_line
