#pragma once

#include "process/process_host.hpp"
#include "process/signal_policy.hpp"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace gamekeeper::process {

/// Asks everything below the agent to end, and knows who has been asked: what nobody asked must not be killed.
/// Behind each signal goes SIGCONT, for a process that is stopped handles nothing.
class tree_signals {
 public:
  /// What is `spared` gets no signal from here.
  tree_signals(process_host& host, process_host::condition spared)
      : host_(host), spared_(std::move(spared)) {}

  /// A new game: nobody has been asked.
  void forget() { asked_.clear(); }

  /// To the game, as the settings say: its group, or its main process alone. The result is that of `signal`.
  base::result<void> ask_game(pid_t game, int signal, signal_target target);
  /// To the game likewise, unless `game` is 0, and then to everything else: to each process group of the tree that has
  /// a leader, and to each process that is in none of them. With signal_target::child the game alone is asked, for it
  /// hands its signals on by itself. One look at all processes.
  base::result<void> ask_tree(pid_t game, int signal, signal_target target);
  /// The game is asked in a way that is no signal: counts for its group, and continues it.
  void count_game_as_asked(pid_t game);
  /// SIGTERM to every process that was not asked; with `last` also to those that were, but by no signal. Gives them.
  /// What is stopped again is continued again.
  std::vector<process_info> ask_rest(bool last);

 private:
  base::result<void> send_to_game(pid_t game, int signal, signal_target target);
  std::vector<process_info> living() const;
  struct request {
    std::uint64_t started = 0;  ///< of the process: a pid may come again
    bool by_signal = true;
  };
  void note(const process_info& asked, bool by_signal = true);
  bool was_asked(const process_info& one, bool last) const;

  process_host& host_;
  process_host::condition spared_;
  std::unordered_map<pid_t, request> asked_;
};

}  // namespace gamekeeper::process
