#pragma once

#include "gamekeeper/ctl/screens.hpp"

#include <string_view>

namespace gamekeeper::ctl {

/// What stdout is: its width and whether it shows colours; a pipe has neither.
look look_of_stdout();
bool stdout_is_terminal();

/// Takes the whole terminal while it lives, and gives it back as it was: also when a signal ends the program.
/// One at a time.
class whole_screen {
 public:
  whole_screen();
  ~whole_screen();
  whole_screen(const whole_screen&) = delete;
  whole_screen& operator=(const whole_screen&) = delete;

  /// Replaces what is shown; lines beyond the last row are left out.
  void draw(std::string_view text);
};

}  // namespace gamekeeper::ctl
