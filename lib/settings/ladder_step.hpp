#pragma once

#include "base/clock.hpp"
#include "base/error.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::settings {

/// One step of the ladder by which the game is asked to end.
struct ladder_step {
  enum class kind {
    event,   ///< "event": nothing but the event that every step is: for a game that listens to the stream
    line,    ///< "line=quit": written to the game's stdin, with a newline
    hook,    ///< "hook=/app/save now": a command, its words separated by spaces
    http,    ///< "http=http://127.0.0.1:8080/quit": a POST to loopback
    signal,  ///< "signal=INT"
  };
  base::duration after{};  ///< since the game was asked to end
  kind what = kind::signal;
  std::string text;  ///< the line, the command or the address
  int signal = 0;    ///< with kind::signal

  /// "signal=INT"
  std::string describe() const;
  friend bool operator==(const ladder_step&, const ladder_step&) = default;
};

/// "5s signal=INT"; the time may be "0s". invalid_input names what is wrong and what is allowed.
base::result<ladder_step> parse_ladder_step(std::string_view text);

/// The whole ladder by time. An empty list is SIGTERM at once.
std::vector<ladder_step> ladder_of(const std::vector<std::string>& texts);

/// Splits at spaces: how a command is written where no shell reads it.
std::vector<std::string> words_of(std::string_view command);

}  // namespace gamekeeper::settings
