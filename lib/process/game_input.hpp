#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <string_view>

namespace gamekeeper::process {

/// A pipe as the game's stdin, so that the agent can write a line to it. What comes over our own stdin is
/// passed on, unless that is a terminal, which a game in the foreground would rather read itself. The pipe
/// stays open when our stdin ends. Only for when a line may have to be written: otherwise the game keeps the
/// container's own stdin.
class game_input {
 public:
  game_input(boost::asio::any_io_executor loop, int from = 0);
  ~game_input();
  game_input(const game_input&) = delete;
  game_input& operator=(const game_input&) = delete;

  /// The end that the game reads, spawn_spec's input_fd: close it once the game has started. A new pipe for
  /// each start.
  base::result<base::unique_fd> open();
  /// Writes the line and a newline, at once or not at all: busy when the game does not read what is there
  /// already, closed when it has closed its stdin. Between two lines of what is passed on.
  base::result<void> write_line(std::string_view line);

 private:
  struct relay;
  std::shared_ptr<relay> relay_;
};

}  // namespace gamekeeper::process
