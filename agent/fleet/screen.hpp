#pragma once

#include "base/clock.hpp"

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>

namespace gamekeeper::fleet {

enum class tint { none, strong, good, bad, waiting, faint };

/// Who reads the output, and how.
struct screen {
  std::ostream* out = nullptr;  ///< answers
  std::ostream* err = nullptr;  ///< errors, questions, progress
  bool json = false;   ///< the platform's answers as they came, one document per line where there are several
  bool quiet = false;  ///< ids only
  bool colour = false;      ///< stdout is a terminal and NO_COLOR is not set
  bool progress = false;    ///< stderr is a terminal
  std::size_t columns = 0;  ///< of the terminal; 0: as many as it takes

  std::string tinted(std::string_view text, tint how) const;
  /// One line of the answer.
  void line(std::string_view text) const;
  /// The answer as it came, with a line's end; what could drive a terminal is written as JSON's escape.
  void verbatim(std::string_view text) const;
  /// Anybody's text: it goes through base::terminal_lines.
  void complain(std::string_view text) const;
};

/// What the process's own descriptors are: terminals or not, and how wide.
screen own_screen();

}  // namespace gamekeeper::fleet
