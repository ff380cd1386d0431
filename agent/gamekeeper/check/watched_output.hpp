#pragma once

#include "base/secret.hpp"

#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::check {

/// A value that should not be printed, and the variable that it stands in.
struct guarded {
  std::string variable;
  base::secret value;
};

/// The values of `environment` that are secret by their names, and long enough to be told from ordinary words.
std::vector<guarded> secrets_of(const std::vector<std::string>& environment);

/// What comes out of an agent and its game: the agent's own lines, which are JSON, and the game's.
class watched_output {
 public:
  explicit watched_output(const std::vector<guarded>& secrets) : secrets_(secrets) {}

  void take(std::string_view bytes);
  /// Nothing more comes: a last line without its end counts too.
  void finish();

  /// The game's last lines, without the secrets in them.
  const std::deque<std::string>& last_lines() const noexcept { return last_; }
  /// The variables whose values were printed, each once, with the line.
  const std::vector<std::string>& leaks() const noexcept { return leaks_; }
  /// What the agent itself has said so far.
  struct agent_words {
    std::string start_failure;       ///< why the game could not be started; empty: it did not say so
    std::optional<int> pid;          ///< of the game's main process, once it was started
    bool ready = false;              ///< the game is, by the condition of the settings
    std::string ended;               ///< how the main process ended; empty: it has not
    std::string killed;              ///< "worker(17), saver(18)": killed when the time to end was over
    std::vector<std::string> wrong;  ///< its other errors
  };
  const agent_words& agent() const noexcept { return agent_; }

 private:
  void line(std::string_view text);
  bool agent_line(std::string_view text);
  std::string without_secrets(std::string_view text) const;

  const std::vector<guarded>& secrets_;
  std::string begun_;
  std::deque<std::string> last_;
  std::vector<std::string> leaks_;
  std::vector<std::string> leaked_;
  agent_words agent_;
};

}  // namespace gamekeeper::check
