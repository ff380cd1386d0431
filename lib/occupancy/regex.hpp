#pragma once

#include "base/error.hpp"

#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace gamekeeper::occupancy {

/// A POSIX extended regular expression (regex(7)) as the C library reads it in the C locale, byte by byte, with its
/// escapes \w \W \s \S \b \B and \< \>, which both stand for \b. RE2 matches it: in time that is linear in the line,
/// whatever stands in the pattern and in the line, since players choose part of the lines that a game writes.
class regex {
 public:
  struct match {
    std::string group;  ///< what the first group matched; empty when the pattern has none
  };

  /// At most limits::log_pattern_bytes; what would match every line, and references back to a group (\1), are
  /// refused. invalid_input says what is wrong with the pattern.
  static base::result<regex> compile(std::string_view pattern);

  /// The leftmost and then longest match anywhere in the line (^ and $ stand for its ends). A zero byte ends a line.
  std::optional<match> find(std::string_view line) const;
  bool has_group() const noexcept;

 private:
  struct compiled;
  explicit regex(std::shared_ptr<const compiled> made) : made_(std::move(made)) {}
  std::shared_ptr<const compiled> made_;
};

}  // namespace gamekeeper::occupancy
