#pragma once

#include "occupancy/reading.hpp"
#include "occupancy/regex.hpp"

#include <set>
#include <string>

namespace gamekeeper::occupancy {

/// Counts players by what the game writes when they come and go. When both patterns have a group, it names
/// the player: one who comes twice is one, and one who goes without having come is nobody; otherwise each
/// line counts one, never below zero.
///
/// Before the first line that matches "join" it says nothing: a pattern that is wrong would look like an
/// empty server. Whoever can write to the log can be counted: anchor the patterns (^), since players choose
/// their names and their chat.
class log_players {
 public:
  log_players(regex join, regex leave);

  /// A new reading when the line changes the count. A line is what stands before the newline, without it.
  std::optional<reading> line(std::string_view text, base::time_point now);
  /// The game was started anew: nobody is there. Nothing while no line has ever matched.
  std::optional<reading> restarted(base::time_point now);

 private:
  int players() const;

  regex join_, leave_;
  bool named_;
  bool joined_ = false;
  int counted_ = 0;
  std::set<std::string, std::less<>> names_;
};

}  // namespace gamekeeper::occupancy
