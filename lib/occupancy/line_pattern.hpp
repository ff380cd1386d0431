#pragma once

#include "base/error.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::occupancy {

/// A POSIX extended regular expression (regex(7)) for the lines that a game writes, as the C library has it:
/// players choose part of those lines, so matching must end soon, whatever stands in them. std::regex goes
/// back without bound and recurses for every character; RE2 would add 400 KB to the program, regcomp adds 74
/// (release flags, static). glibc matches with an automaton; what makes it slow is refused: references back,
/// and patterns of more than limits::log_pattern_size parts, since regcomp writes {m,n} and + out (25 bytes
/// can take a gigabyte). The worst that was found then takes 4 ms for a line of limits::log_line_bytes,
/// ordinary patterns 0.01 ms.
class line_pattern {
 public:
  struct match {
    std::string name;  ///< what the first group matched; empty when the pattern has none
  };

  /// invalid_input says what is wrong with the pattern.
  static base::result<line_pattern> compile(std::string_view pattern);

  /// Where it matches anywhere in the line (^ and $ stand for its ends). A line longer than
  /// limits::log_line_bytes is looked at piece by piece, each of them so long and half of it in the one before:
  /// a match that needs more than half of it may be missed in there. A zero byte ends a line.
  std::optional<match> find(std::string_view line) const;
  bool has_group() const noexcept;

 private:
  struct compiled;
  std::optional<match> find_in(std::string_view piece, int flags) const;
  explicit line_pattern(std::shared_ptr<const compiled> made) : made_(std::move(made)) {}
  std::shared_ptr<const compiled> made_;
};

}  // namespace gamekeeper::occupancy
