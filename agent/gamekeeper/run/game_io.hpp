#pragma once

#include "process/process_host.hpp"
#include "settings/ladder_step.hpp"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace gamekeeper::run {

/// What belongs to the game and is none of the core's business: its descriptors, its output, the commands that are run
/// and the addresses that are called beside it. The seam between the supervisor and all that.
class game_io {
 public:
  virtual ~game_io() = default;

  /// The game is about to be spawned: `spec` gets its descriptors. after_start() follows in any case.
  virtual void before_start(process::spawn_spec& spec) = 0;
  virtual void after_start(std::optional<pid_t> game) = 0;
  virtual void after_end() = 0;

  /// A step of the stop ladder that is no signal. `done` is called once; `failure` is empty when it went well.
  virtual void run_ladder_step(const settings::ladder_step& step,
                               std::function<void(std::string failure)> done) = 0;
  /// Runs the veto hook. `done` is called once, with whether it says "not yet", and with what it says.
  virtual void ask_veto(const std::string& verdict, const std::string& reason,
                        std::function<void(bool not_yet, std::string reason)> done) = 0;

  /// Whether the process was one of ours beside the game, and then the matter is dealt with.
  virtual bool handle_end(const process::process_ended& ended) = 0;
  virtual bool owns(const process::process_info& process) const = 0;
  /// Whether any of those runs: without one nobody has to be asked whose a process is.
  virtual bool owns_any() const = 0;
  /// How many processes of this container the kernel has killed for memory; nothing where nobody says so.
  virtual std::optional<std::uint64_t> memory_kills() const = 0;
  /// How long the container's CPU limit has held it up, in seconds; nothing where nobody says so.
  virtual std::optional<double> throttled_seconds() const = 0;
  /// The game's last lines, where they are read at all.
  virtual std::vector<std::string> last_lines() const = 0;
};

}  // namespace gamekeeper::run
