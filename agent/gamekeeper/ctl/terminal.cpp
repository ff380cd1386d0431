#include "gamekeeper/ctl/terminal.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <initializer_list>
#include <string>

namespace gamekeeper::ctl {

namespace {

// The alternate screen, without a cursor; and back.
constexpr std::string_view enter = "\x1b[?1049h\x1b[?25l\x1b[2J";
constexpr std::string_view leave = "\x1b[?25h\x1b[?1049l";
constexpr auto ending = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

void put(std::string_view text) {
  while (!text.empty()) {
    const auto written = ::write(STDOUT_FILENO, text.data(), text.size());
    if (written <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
}

// Only what a handler may do: write(2) and _exit(2).
void restore_and_exit(int number) {
  put(leave);
  ::_exit(128 + number);
}

winsize size_of_stdout() {
  winsize size{};
  if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0) size = winsize{};
  return size;
}

}  // namespace

bool stdout_is_terminal() {
  return ::isatty(STDOUT_FILENO) == 1;
}

look look_of_stdout() {
  look out;
  if (!stdout_is_terminal()) return out;
  const char* refused = std::getenv("NO_COLOR");
  out.colour = !refused || !*refused;
  out.width = size_of_stdout().ws_col;
  return out;
}

whole_screen::whole_screen() {
  for (int number : ending) std::signal(number, restore_and_exit);
  put(enter);
}

whole_screen::~whole_screen() {
  put(leave);
  for (int number : ending) std::signal(number, SIG_DFL);
}

void whole_screen::draw(std::string_view text) {
  const std::size_t rows = size_of_stdout().ws_row;
  std::string out = "\x1b[H";
  for (std::size_t row = 0; !text.empty() && (rows == 0 || row < rows); ++row) {
    const auto end = text.find('\n');
    if (row > 0) out += "\r\n";
    out.append(text.substr(0, end)).append("\x1b[K");
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  put(out + "\x1b[J");
}

}  // namespace gamekeeper::ctl
