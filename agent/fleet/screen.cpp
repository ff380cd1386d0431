#include "fleet/screen.hpp"

#include "base/terminal_text.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>

namespace gamekeeper::fleet {

namespace {

std::string_view code_of(tint how) noexcept {
  switch (how) {
    case tint::none:
      return "";
    case tint::strong:
      return "\x1b[1m";
    case tint::good:
      return "\x1b[32m";
    case tint::bad:
      return "\x1b[31m";
    case tint::waiting:
      return "\x1b[33m";
    case tint::faint:
      return "\x1b[2m";
  }
  return "";
}

}  // namespace

std::string screen::tinted(std::string_view text, tint how) const {
  if (!colour || how == tint::none || text.empty()) return std::string(text);
  return std::string(code_of(how)).append(text).append("\x1b[0m");
}

void screen::line(std::string_view text) const {
  *out << text << "\n" << std::flush;
}

void screen::verbatim(std::string_view text) const {
  *out << base::terminal_json(text) << (text.ends_with('\n') ? "" : "\n") << std::flush;
}

void screen::complain(std::string_view text) const {
  *err << "gamekeeper-fleet: " << base::terminal_lines(text) << "\n" << std::flush;
}

screen own_screen() {
  screen own;
  own.out = &std::cout;
  own.err = &std::cerr;
  const bool terminal = ::isatty(STDOUT_FILENO) == 1;
  const char* no_colour = std::getenv("NO_COLOR");  // no-color.org: present and not empty
  own.colour = terminal && !(no_colour && *no_colour);
  own.progress = ::isatty(STDERR_FILENO) == 1;
  winsize size{};
  if (terminal)
    own.columns = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
  return own;
}

}  // namespace gamekeeper::fleet
