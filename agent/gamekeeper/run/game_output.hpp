#pragma once

#include "base/clock.hpp"
#include "base/log.hpp"
#include "gamekeeper/run/game_messages.hpp"
#include "gamekeeper/run/readiness.hpp"
#include "occupancy/log_players.hpp"
#include "process/log_pump.hpp"
#include "process/process_host.hpp"
#include "settings/agent_settings.hpp"

#include <boost/asio/any_io_executor.hpp>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gamekeeper::run {

/// The game's output, where somebody needs its lines: readiness, the players that its log tells of, a watchdog that
/// listens for any of them, the report of the end. Where nobody does, it goes where it went.
class game_output {
 public:
  struct seams {
    boost::asio::any_io_executor loop;
    base::clock& time;
    base::logger& log;
    const settings::agent_settings& chosen;
    readiness& ready;
  };

  /// Everything that is handed in outlives the part.
  explicit game_output(seams around);
  /// Whom to tell; outlives the part. Before open().
  void set_listener(game_messages& messages) { messages_ = &messages; }

  /// `spec` gets the descriptors of a new game.
  void open(process::spawn_spec& spec);
  /// The child has its descriptors; ours of its ends are closed.
  void close_child_ends() { ends_ = {}; }
  /// The new game runs.
  void start();
  /// The game has ended: what it wrote is passed on.
  void flush();
  std::vector<std::string> last_lines() const;

 private:
  void make_log_players();
  bool is_needed() const;
  void on_line(std::string_view text);

  seams seams_;
  game_messages* messages_ = nullptr;
  std::unique_ptr<process::log_pump> pump_;
  std::string failure_;  ///< why the game's output cannot be read; empty when it can
  process::log_pump::ends ends_;
  std::optional<occupancy::log_players> players_;
};

}  // namespace gamekeeper::run
