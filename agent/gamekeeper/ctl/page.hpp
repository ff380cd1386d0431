#pragma once

#include "gamekeeper/ctl/screens.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace gamekeeper::ctl {

/// A time as a screen shows it: milliseconds are noise once there are seconds.
std::string rounded(std::int64_t milliseconds);

/// Lines of "label   text". A text that does not fit goes on behind the labels, broken between words where
/// that can be; a line without a text is left out. Nothing in a field drives the terminal
/// (base::terminal_text): what is shown comes from games, players and platforms.
class page {
 public:
  explicit page(const look& how) : how_(how) {}
  void line(std::string_view label, std::string_view text, bool strong = false);
  /// Without a label, over the whole width.
  void paragraph(std::string_view text, bool strong = false);
  /// With a label and an indent of the caller's; also without a text.
  void under(std::string_view label, std::size_t indent, std::string_view text) {
    add(label, indent, text, false);
  }
  std::string take() { return std::move(text_); }

 private:
  void add(std::string_view label, std::size_t indent, std::string_view text, bool strong);
  look how_;
  std::string text_;
};

}  // namespace gamekeeper::ctl
