#pragma once

#include "base/error.hpp"
#include "base/fd.hpp"
#include "base/log.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::process {

/// Carries the game's stdout and stderr to ours, unchanged, and looks at the lines on the way. Only for when
/// somebody needs the lines: without it the game keeps the container's own descriptors, and a game that
/// writes to a terminal sees a pipe in its place.
///
/// Both outputs are one pipe when ours are the same file, so that their order is kept; else each has its own.
/// When ours cannot take more, the game's writes wait, as they would without the pump. When nobody reads ours
/// any more, or the disk is full, the bytes are dropped and the game goes on; that is said once. The pump
/// never waits: neither the loop nor the end of the game depends on whoever reads the log. The log goes where
/// error_fd goes: a line of it that comes while the game has written half of one begins on a new line.
class log_pump {
 public:
  /// The ends that the game writes to, for spawn_spec: output_fd and error_fd. Closed by child_started().
  struct ends {
    base::unique_fd output;
    base::unique_fd error;  ///< invalid when stderr goes the way of stdout
  };

  log_pump(boost::asio::any_io_executor loop, base::logger& log, int output_fd = 1, int error_fd = 2);
  ~log_pump();
  log_pump(const log_pump&) = delete;
  log_pump& operator=(const log_pump&) = delete;

  /// New pipes, for a game that is about to start; those of the one before are emptied and left. Close the
  /// result once the game is started.
  base::result<ends> open();

  /// Called for each line of the game, without its newline, from the loop; what a "\r" alone ends is one, too.
  /// Of longer lines the first limits::pumped_line_bytes, so one of exactly that size may have gone on. An empty
  /// function detaches: then lines cost next to nothing.
  void on_line(std::function<void(std::string_view)> listener);
  /// Called from the loop whenever the game has written something.
  void on_activity(std::function<void()> listener);

  /// The game has ended: carries on what it has written, as far as that goes without waiting.
  void flush();
  /// Everything that was read has been written or dropped, and nothing waits in the pipes.
  bool idle() const;
  /// Of both outputs, in the order in which they came; with what was begun and not ended. At most
  /// limits::pumped_lines_kept and limits::pumped_kept_bytes.
  std::vector<std::string> last() const;

 private:
  struct state;
  std::shared_ptr<state> state_;
};

}  // namespace gamekeeper::process
