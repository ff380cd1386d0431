#pragma once

#include "base/clock.hpp"
#include "gamekeeper/run/event_sink.hpp"
#include "gamekeeper/run/game_io.hpp"
#include "gamekeeper/run/journal.hpp"
#include "gamekeeper/run/tree_monitor.hpp"
#include "lifecycle/state.hpp"
#include "process/process_host.hpp"
#include "process/tree_signals.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// The game and everything below the agent that belongs to it: starts it, signals it, kills what is left, and posts its
/// ends. Knows no event loop but the clock.
class game_process {
 public:
  struct seams {
    process::process_host& host;
    game_io& io;
    class journal& journal;
    const lifecycle::state& core;
    event_sink post;
  };
  /// The last end of the game's main process.
  struct exit {
    process::process_ended process;
    bool out_of_memory = false;
  };

  /// Everything that is handed in outlives the part.
  game_process(base::clock& time, seams around, process::spawn_spec spec);

  /// Listens to the host. Nothing is started.
  void listen();
  /// Posts game_started or start_failed.
  void spawn();

  /// 0 while it does not run.
  pid_t pid() const noexcept { return pid_; }
  const std::vector<std::string>& command() const noexcept { return spec_.command; }
  const std::optional<exit>& last_exit() const noexcept { return last_exit_; }
  /// Of its last hang; empty when it never hung.
  const std::string& evidence() const noexcept { return evidence_; }
  int orphans_reaped() const noexcept { return orphans_reaped_; }

  /// To the game alone, as the policy of signals says. Nothing when it does not run.
  std::optional<base::result<void>> signal_game(int number, process::signal_target target);
  /// To the game and to everything else below the agent.
  base::result<void> signal_tree(int number, process::signal_target target);
  /// The game has been asked to end in a way that is no signal.
  void count_as_asked() { tree_signals_.count_game_as_asked(pid_); }
  /// SIGTERM to what was sent no signal; see lifecycle::terminate_rest.
  void terminate_rest(bool is_last);
  void kill_tree(bool again);
  void report_survivors();
  void collect_evidence(const std::string& reason);
  /// The kernel may have killed something for memory.
  void check_memory();

 private:
  void on_process_ended(const process::process_ended& ended);
  void on_game_ended(const process::process_ended& ended);
  /// Whether the counter has grown since it was looked at last.
  bool has_new_memory_kill();

  base::clock& time_;
  seams seams_;
  process::spawn_spec spec_;
  pid_t pid_ = 0;
  process::tree_signals tree_signals_;
  tree_monitor remaining_;
  std::optional<std::uint64_t> memory_kills_;
  std::optional<exit> last_exit_;
  std::string evidence_;
  int orphans_reaped_ = 0;
};

}  // namespace gamekeeper::run
